package io.voicetelemetry.test;

import java.util.Collection;
import java.util.List;

/**
 * Says what is wrong with the span trees of voice calls. Goes by {@code voice.stage}, not
 * by span names, as these may be the user's own. Immutable and thread-safe.
 * <p>
 * The rules:
 * <ul>
 * <li>each stage is known and stands where it belongs; foreign spans between two voice
 * spans are looked through; a parent is never missing;</li>
 * <li>a child lies within its parent (2 ms tolerance), and no span ends before it
 * starts;</li>
 * <li>a session has one {@code agent_session} and one trace, and every span in it, voice
 * or not, carries its {@code session.id};</li>
 * <li>there is one {@code agent_turn} per {@code voice.speech_id}, but for those that
 * were prepared in advance and discarded; its {@code voice.generation_count} is its
 * number of {@code generation} events, those included that are
 * {@code voice.dropped_events}; every {@code eou_wait} has a
 * {@code voice.eou.outcome};</li>
 * <li>each voice span has a {@code voice.outcome}; an error, and nothing else, has status
 * {@code ERROR}, {@code error.type} and exactly one {@code exception} event;</li>
 * <li>no voice span and none of its attributes was sent twice.</li>
 * </ul>
 * A voice span without {@code session.id}, outside any session, may stand under anything
 * or nothing.
 *
 * @since 0.1.0
 */
public final class VoiceTraceChecker {

	private static final VoiceTraceChecker STRICT = new VoiceTraceChecker(false);

	private final List<TraceRule> rules;

	private VoiceTraceChecker(boolean joinActiveSpan) {
		this.rules = List.of(new SpanRule(), new ParentRule(joinActiveSpan), new TimeRule(),
				new SessionRule(joinActiveSpan), new TurnRule(), new OutcomeRule());
	}

	/**
	 * Return the checker for the defaults: each session is a trace of its own.
	 * @return the checker
	 */
	public static VoiceTraceChecker strict() {
		return STRICT;
	}

	/**
	 * Return the checker for {@code voice.telemetry.session.join-active-span=true}: a
	 * session may stand under any span, of which the given spans need not include any,
	 * and what else is in that trace does not belong to the session.
	 * @return the checker
	 */
	public static VoiceTraceChecker joiningActiveSpan() {
		return new VoiceTraceChecker(true);
	}

	/**
	 * Check by the defaults; short for {@code strict().check(spans)}.
	 * @param spans the spans, complete, of any number of traces
	 * @return a line for each violation, empty when all is well
	 */
	public static List<String> violations(Collection<ReceivedSpan> spans) {
		return STRICT.check(spans);
	}

	/**
	 * Check by this checker's rules.
	 * @param spans the spans, complete, of any number of traces
	 * @return a line for each violation, naming the span, its stage and id, and the rule;
	 * empty when all is well
	 */
	public List<String> check(Collection<ReceivedSpan> spans) {
		SpanIndex index = new SpanIndex(spans);
		Violations violations = new Violations();
		this.rules.forEach((rule) -> rule.check(index, violations));
		return violations.lines();
	}

}
