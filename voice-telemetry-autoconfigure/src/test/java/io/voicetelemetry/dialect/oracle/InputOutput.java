package io.voicetelemetry.dialect.oracle;

import org.jspecify.annotations.Nullable;

/**
 * Input and output of a span as a product found them.
 *
 * @param input the input, or {@code null} when the product shows none
 * @param output the output, or {@code null} when the product shows none
 * @param group where they were found, for messages of tests
 */
record InputOutput(@Nullable String input, @Nullable String output, String group) {

	static final InputOutput NONE = new InputOutput(null, null, "none");

}
