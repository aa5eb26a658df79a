package io.voicetelemetry.benchmarks;

/**
 * The arguments of a call. Not constants, which the compiler would fold.
 */
final class Call {

	String model = "gpt-4.1-mini";

	String conversation = "call-20261121-0001";

	int maxTokens = 1024;

	/** 4 KB of speech. */
	String prompt = "I would like to come on Tuesday at ten with two people, \"please\".\n".repeat(64)
		.substring(0, 4096);

}
