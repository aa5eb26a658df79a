package io.voicetelemetry.otlp;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Where spans are sent, and how to get in.
 *
 * @param backend the backend's name
 * @param endpoint the full URL for traces
 * @param headers what is sent with each request; never logged
 * @param gzip whether requests are compressed
 * @param timeout how long a request may take
 * @param ssl whom to trust and who we are, or {@code null} for the JDK's defaults
 * @since 0.1
 */
public record OtlpDestination(String backend, URI endpoint, Map<String, String> headers, boolean gzip, Duration timeout,
		@Nullable SSLContext ssl) {

	private static final Pattern LONG_PART = Pattern.compile("[^/]{24,}");

	/**
	 * The backend and the endpoint for people to read. A query may hold a key, so it is
	 * left out, as are the headers and long parts of the path.
	 */
	@Override
	public String toString() {
		return this.backend + " at " + this.endpoint.getScheme() + "://" + this.endpoint.getRawAuthority()
				+ LONG_PART.matcher(this.endpoint.getRawPath()).replaceAll("***");
	}

}
