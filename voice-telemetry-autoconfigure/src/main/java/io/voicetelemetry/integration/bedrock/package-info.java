/**
 * Reads what the AWS SDK's client of Amazon Bedrock returns, so that an annotated method
 * which returns it needs no mapping.
 */
@NullMarked
package io.voicetelemetry.integration.bedrock;

import org.jspecify.annotations.NullMarked;
