package io.voicetelemetry.benchmarks.faults;

import java.util.List;

/**
 * A row of the scorecard.
 */
interface Scenario {

	/**
	 * What happens, with how long it is made to last.
	 */
	String title(Options options);

	/**
	 * Lets it happen.
	 * @return what was promised and measured
	 */
	List<Check> play(Options options) throws Exception;

}
