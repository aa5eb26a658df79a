package io.voicetelemetry.session;

import java.util.List;
import java.util.Map;

/**
 * What there is to tell of one call: all of it can be predicted, and compared.
 *
 * @param spans how many there are
 * @param tree stages, outcomes, numbers of attributes and events, and children of each
 * @param refusals what was refused, without what was refused never
 * @param usage rows of what was used
 * @param problems what cannot be right whatever happened
 */
record CallFacts(int spans, String tree, Map<RefusalReason, Long> refusals, List<String> usage, List<String> problems) {

	/**
	 * A span and what is in it, however the spans beside each other are ordered.
	 */
	static String node(Stage stage, String outcome, long attributes, long events, List<String> children) {
		StringBuilder node = new StringBuilder(stage.value()).append(' ').append(outcome);
		if (attributes > 0) {
			node.append(" a").append(attributes);
		}
		if (events > 0) {
			node.append(" e").append(events);
		}
		if (!children.isEmpty()) {
			node.append(' ').append(children.stream().sorted().toList());
		}
		return node.toString();
	}

}
