package io.voicetelemetry.autoconfigure;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import io.voicetelemetry.dialect.SpanDialect;
import io.voicetelemetry.export.SpanSelection;
import io.voicetelemetry.export.VoiceBackend;
import io.voicetelemetry.export.VoiceBackend.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * A backend while it is put together from its preset and its properties. What is set for
 * every backend has the last word. Not thread-safe.
 */
final class BackendDraft {

	private final String name;

	private final String prefix;

	private final BackendProperties properties;

	private final BackendHeaders headers;

	private final Map<String, String> resource = new LinkedHashMap<>();

	private final BackendSwitch backendSwitch;

	private @Nullable String url;

	private List<String> dialects = List.of();

	private SpanSelection spans = SpanSelection.VOICE;

	private boolean gzip = true;

	BackendDraft(String name, BackendProperties properties) {
		this.name = name;
		this.prefix = ExportProperties.PREFIX + "." + name;
		this.properties = properties;
		this.headers = new BackendHeaders(properties.headers(), key("headers"));
		this.backendSwitch = new BackendSwitch(key("enabled"), properties.enabled());
		if (hasEndpoint()) {
			this.backendSwitch.markAddressed();
		}
		properties.check(this.prefix);
	}

	String name() {
		return this.name;
	}

	String key(String key) {
		return this.prefix + "." + key;
	}

	boolean isGrpc() {
		return this.properties.protocol() == Protocol.GRPC;
	}

	boolean hasEndpoint() {
		return this.properties.endpoint() != null;
	}

	boolean hasHeader(String header) {
		return this.headers.isGiven(header);
	}

	/**
	 * The dialects that are used if none is set.
	 */
	BackendDraft dialects(String... names) {
		this.dialects = List.of(names);
		return this;
	}

	/**
	 * All spans are sent if nothing else is set, and as they are.
	 */
	BackendDraft plain() {
		this.spans = SpanSelection.ALL;
		this.gzip = false;
		return this;
	}

	/**
	 * Some of its variables without the others are a mistake.
	 */
	BackendDraft allOrNothing() {
		this.backendSwitch.allOrNothing();
		return this;
	}

	/**
	 * Leaves it off if only some variables tell of it.
	 * @param ofVariable whether a property is from a variable
	 */
	void leaveToOthers(Predicate<String> ofVariable) {
		this.backendSwitch.leaveToOthers(ofVariable);
	}

	/**
	 * The product takes nothing by gRPC.
	 */
	BackendDraft httpAlone(String product) {
		if (isGrpc()) {
			throw new InvalidVoiceTelemetryConfigurationException(key("protocol"),
					"is 'grpc', which " + product + " does not take", "Use 'http/protobuf', or remove it.");
		}
		return this;
	}

	/**
	 * The URL of the product's own host.
	 */
	BackendDraft host(String host, String path) {
		this.url = isGrpc() ? host : host + path;
		return this;
	}

	/**
	 * A URL that has to be set, unless there is an endpoint.
	 */
	BackendDraft baseUrl(@Nullable String baseUrl, String path, String example) {
		String base = given(baseUrl);
		if (base != null) {
			Endpoints.checkBase(base, key("base-url"), path, example);
			this.backendSwitch.markAddressed();
			this.url = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + (isGrpc() ? "" : path);
		}
		else if (!hasEndpoint()) {
			this.backendSwitch.require(key("base-url"), "Write the URL of the instance, such as " + example);
		}
		return this;
	}

	/**
	 * An endpoint has to be set.
	 */
	BackendDraft endpoint(String example) {
		if (!hasEndpoint()) {
			this.backendSwitch.require(key("endpoint"), "Write the full URL for traces, such as " + example);
		}
		return this;
	}

	/**
	 * An endpoint is enough: where it is set, spans are sent.
	 */
	BackendDraft onByEndpoint() {
		return hasEndpoint() ? because("endpoint") : this;
	}

	/**
	 * What has to be set.
	 * @param what what to write
	 */
	BackendDraft required(String key, @Nullable String value, String what) {
		if (!isSet(value)) {
			this.backendSwitch.require(key(key), "Write " + what);
		}
		return this;
	}

	/**
	 * A header that lets spans in.
	 * @param scheme what stands before the value
	 * @param what what to write
	 */
	BackendDraft credential(String key, @Nullable String value, String header, String scheme, String what) {
		if (hasHeader(header)) {
			return because("headers." + header);
		}
		required(key, value, what);
		return optionalCredential(key, value, header, scheme);
	}

	/**
	 * A header that lets spans in where the product asks for one.
	 */
	BackendDraft optionalCredential(String key, @Nullable String value, String header, String scheme) {
		String given = given(value);
		if (given != null) {
			because(key);
			this.headers.putCredential(header, scheme, given, key(key));
		}
		return this;
	}

	/**
	 * User and password that let spans in.
	 */
	BackendDraft basic(String userKey, @Nullable String user, String userWhat, String passwordKey,
			@Nullable String password, String passwordWhat) {
		if (hasHeader(Headers.AUTHORIZATION)) {
			return because("headers." + Headers.AUTHORIZATION);
		}
		required(userKey, user, userWhat).required(passwordKey, password, passwordWhat);
		String givenUser = given(user);
		String givenPassword = given(password);
		if (givenUser != null || givenPassword != null) {
			because((givenUser != null) ? userKey : passwordKey);
		}
		if (givenUser != null && givenPassword != null) {
			this.headers.putBasic(givenUser, key(userKey), givenPassword, key(passwordKey));
		}
		return this;
	}

	private BackendDraft because(String key) {
		this.backendSwitch.because(key(key));
		return this;
	}

	BackendDraft header(String name, String value) {
		this.headers.put(name, value);
		return this;
	}

	/**
	 * A header, if something is set for it.
	 */
	BackendDraft header(String name, String key, @Nullable String value) {
		String given = given(value);
		if (given != null) {
			this.headers.put(name, given, key(key));
		}
		return this;
	}

	/**
	 * A resource attribute, if there is a value.
	 */
	BackendDraft resource(String attribute, @Nullable String value) {
		String given = given(value);
		if (given != null) {
			this.resource.put(attribute, given);
		}
		return this;
	}

	/**
	 * The backend, if spans shall be sent there.
	 * @param dialects finds dialects by their names, for the property that they are from
	 * @return the backend, or {@code null} if it is not on
	 */
	@Nullable ConfiguredBackend build(BiFunction<List<String>, String, List<SpanDialect>> dialects) {
		if (this.properties.endpoint() != null) {
			Endpoints.check(this.properties.endpoint(), key("endpoint"), !isGrpc());
		}
		if (!this.backendSwitch.isOn()) {
			return null;
		}
		this.backendSwitch.requireComplete();
		VoiceBackend.Builder builder = VoiceBackend.builder(this.name, URI.create(endpoint()))
			.protocol(this.properties.protocol())
			.gzip((this.properties.compression() != null)
					? this.properties.compression() == BackendProperties.Compression.GZIP : this.gzip)
			.timeout(this.properties.timeout())
			.dialects(dialects.apply(this.properties.dialect().isEmpty() ? this.dialects : this.properties.dialect(),
					key("dialect")))
			.spans((this.properties.spans() != null) ? this.properties.spans() : this.spans)
			.resource(this.resource)
			.resource(this.properties.resource());
		this.headers.addTo(builder);
		return new ConfiguredBackend(builder.build(), this.prefix, this.properties);
	}

	private String endpoint() {
		String endpoint = (this.properties.endpoint() != null) ? this.properties.endpoint() : this.url;
		if (endpoint == null) {
			throw new IllegalStateException("The preset '" + this.name + "' has no URL");
		}
		return endpoint;
	}

	/**
	 * Why nothing is sent there although something is set for it, or {@code null}.
	 */
	@Nullable String whyOff() {
		return this.backendSwitch.whyOff();
	}

	static boolean isSet(@Nullable String value) {
		return given(value) != null;
	}

	/**
	 * A value without space around it, or {@code null} if nothing is left.
	 */
	static @Nullable String given(@Nullable String value) {
		return (value != null && !value.isBlank()) ? value.strip() : null;
	}

}
