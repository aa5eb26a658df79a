package io.voicetelemetry.otlp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What it means that a request got no answer.
 */
final class FailedExchange {

	private static final int MAX_CAUSES = 10;

	private FailedExchange() {
	}

	/**
	 * Reads an error.
	 * @param error what the client says
	 * @param timeout how long the request was allowed to take
	 * @return what it means
	 */
	static OtlpAnswer read(Throwable error, Duration timeout) {
		Throwable cause = error;
		while (cause instanceof CompletionException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (cause instanceof SSLException && isAboutTrust(cause)) {
			return new OtlpAnswer.Refused("could not be trusted: " + describe(cause));
		}
		return new OtlpAnswer.TryLater(problem(cause, timeout), null);
	}

	/**
	 * Whether certificates are to blame. A server that is being restarted breaks off
	 * handshakes, too.
	 */
	private static boolean isAboutTrust(Throwable error) {
		Throwable cause = error;
		for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
			String message = cause.getMessage();
			if (cause instanceof GeneralSecurityException || cause instanceof SSLPeerUnverifiedException
					|| (message != null && message.contains("certificate"))) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	private static String problem(Throwable error, Duration timeout) {
		if (error instanceof HttpTimeoutException || error instanceof TimeoutException
				|| error instanceof InterruptedIOException) {
			return "timed out after " + timeout.toString().substring(2).toLowerCase(Locale.ROOT);
		}
		if (error instanceof UnknownHostException
				|| (error instanceof ConnectException && error.getCause() instanceof UnresolvedAddressException)) {
			return "has a host that is not known";
		}
		return (error instanceof ConnectException) ? "cannot be connected to" : "broke off: " + describe(error);
	}

	/**
	 * The kind of an error, and the words of those that cannot quote a header.
	 */
	private static String describe(Throwable error) {
		String message = error.getMessage();
		return error.getClass().getSimpleName()
				+ ((error instanceof IOException && message != null) ? " (" + OneLine.of(message) + ")" : "");
	}

}
