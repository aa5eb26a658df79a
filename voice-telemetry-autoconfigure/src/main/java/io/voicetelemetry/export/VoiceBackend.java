package io.voicetelemetry.export;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.voicetelemetry.dialect.SpanDialect;

/**
 * A backend that spans are sent to. A bean of this type adds one of the application's
 * own. Immutable. Its description does not hold what headers say.
 *
 * @since 0.1
 */
public final class VoiceBackend {

	private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

	private final String name;

	private final URI endpoint;

	private final Map<String, String> headers;

	private final Protocol protocol;

	private final boolean gzip;

	private final Duration timeout;

	private final List<SpanDialect> dialects;

	private final SpanSelection spans;

	private final Map<String, String> resource;

	private VoiceBackend(Builder builder) {
		this.name = builder.name;
		this.endpoint = builder.endpoint;
		this.headers = Collections.unmodifiableMap(new TreeMap<>(builder.headers));
		this.protocol = builder.protocol;
		this.gzip = builder.gzip;
		this.timeout = builder.timeout;
		this.dialects = List.copyOf(builder.dialects);
		this.spans = builder.spans;
		this.resource = Map.copyOf(builder.resource);
	}

	/**
	 * Begins to describe a backend.
	 * @param name its name in logs, meters and directories: lower case letters, digits
	 * and {@code -}
	 * @param endpoint the full URL for traces
	 * @return what to go on with
	 * @throws IllegalArgumentException if the name is not one
	 */
	public static Builder builder(String name, URI endpoint) {
		return new Builder(name, endpoint);
	}

	/**
	 * Its name.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Where spans are sent.
	 * @return the full URL for traces
	 */
	public URI endpoint() {
		return this.endpoint;
	}

	/**
	 * What is sent with each request: credentials, as a rule.
	 * @return the headers
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * How OTLP is carried.
	 * @return the protocol
	 */
	public Protocol protocol() {
		return this.protocol;
	}

	/**
	 * Whether requests are compressed.
	 * @return {@code true} if they are
	 */
	public boolean gzip() {
		return this.gzip;
	}

	/**
	 * How long a request may take.
	 * @return the time
	 */
	public Duration timeout() {
		return this.timeout;
	}

	/**
	 * How spans are written for it.
	 * @return the dialects, in the order in which they write; empty for spans as they
	 * were recorded
	 */
	public List<SpanDialect> dialects() {
		return this.dialects;
	}

	/**
	 * Which spans it is sent.
	 * @return the selection
	 */
	public SpanSelection spans() {
		return this.spans;
	}

	/**
	 * Resource attributes that it alone is sent.
	 * @return the attributes, which take the place of the application's
	 */
	public Map<String, String> resource() {
		return this.resource;
	}

	@Override
	public String toString() {
		return "VoiceBackend[" + this.name + ", headers " + this.headers.keySet() + "]";
	}

	/**
	 * How OTLP is carried.
	 */
	public enum Protocol {

		/**
		 * Protobuf over HTTP.
		 */
		HTTP_PROTOBUF,

		/**
		 * gRPC, which needs a sender of OpenTelemetry on the class path.
		 */
		GRPC

	}

	/**
	 * Describes a backend. Not thread-safe.
	 */
	public static final class Builder {

		private static final Duration TIMEOUT = Duration.ofSeconds(10);

		private final String name;

		private final URI endpoint;

		private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

		private Protocol protocol = Protocol.HTTP_PROTOBUF;

		private boolean gzip = true;

		private Duration timeout = TIMEOUT;

		private List<SpanDialect> dialects = List.of();

		private SpanSelection spans = SpanSelection.VOICE;

		private final Map<String, String> resource = new LinkedHashMap<>();

		private Builder(String name, URI endpoint) {
			if (!NAME.matcher(name).matches()) {
				throw new IllegalArgumentException(
						"The name of a backend has lower case letters, digits and '-', and at most 32 of them");
			}
			this.name = name;
			this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
		}

		/**
		 * Sends a header with each request.
		 * @param name the name
		 * @param value the value
		 * @return this
		 */
		public Builder header(String name, String value) {
			this.headers.put(name, Objects.requireNonNull(value, "value"));
			return this;
		}

		/**
		 * Sends headers with each request.
		 * @param headers the headers
		 * @return this
		 */
		public Builder headers(Map<String, String> headers) {
			headers.forEach(this::header);
			return this;
		}

		/**
		 * Sets the protocol; the default is HTTP.
		 * @param protocol the protocol
		 * @return this
		 */
		public Builder protocol(Protocol protocol) {
			this.protocol = Objects.requireNonNull(protocol, "protocol");
			return this;
		}

		/**
		 * Sets whether requests are compressed; by default they are.
		 * @param gzip whether they are
		 * @return this
		 */
		public Builder gzip(boolean gzip) {
			this.gzip = gzip;
			return this;
		}

		/**
		 * Sets how long a request may take; the default is 10 s.
		 * @param timeout the time
		 * @return this
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = Objects.requireNonNull(timeout, "timeout");
			return this;
		}

		/**
		 * Sets how spans are written; by default as they were recorded.
		 * @param dialects the dialects, in the order in which they write
		 * @return this
		 */
		public Builder dialects(List<SpanDialect> dialects) {
			this.dialects = List.copyOf(dialects);
			return this;
		}

		/**
		 * Sets which spans are sent; the default is {@link SpanSelection#VOICE}.
		 * @param spans which spans
		 * @return this
		 */
		public Builder spans(SpanSelection spans) {
			this.spans = Objects.requireNonNull(spans, "spans");
			return this;
		}

		/**
		 * Sends a resource attribute to this backend alone.
		 * @param key the key
		 * @param value the value
		 * @return this
		 */
		public Builder resource(String key, String value) {
			this.resource.put(key, Objects.requireNonNull(value, "value"));
			return this;
		}

		/**
		 * Sends resource attributes to this backend alone.
		 * @param resource the attributes
		 * @return this
		 */
		public Builder resource(Map<String, String> resource) {
			resource.forEach(this::resource);
			return this;
		}

		/**
		 * The backend.
		 * @return the backend
		 */
		public VoiceBackend build() {
			return new VoiceBackend(this);
		}

	}

}
