package io.voicetelemetry.autoconfigure;

import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;

/**
 * Stands for OkHttp's, which is often on the class path, too. Not registered for the
 * tests in general.
 */
public final class OtherSender implements HttpSenderProvider {

	@Override
	public HttpSender createSender(HttpSenderConfig config) {
		throw new IllegalStateException("The other sender was chosen");
	}

}
