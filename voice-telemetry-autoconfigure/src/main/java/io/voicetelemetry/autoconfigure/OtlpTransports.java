package io.voicetelemetry.autoconfigure;

import java.net.URI;
import java.time.Duration;

import javax.net.ssl.SSLContext;

import io.voicetelemetry.export.VoiceBackend;
import io.voicetelemetry.otlp.GrpcTransport;
import io.voicetelemetry.otlp.HttpTransport;
import io.voicetelemetry.otlp.OtlpDestination;
import io.voicetelemetry.otlp.OtlpTransport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Transports by protocol, secured as is configured.
 */
final class OtlpTransports {

	private static final Log logger = LogFactory.getLog(OtlpTransports.class);

	/** The application waits for the last ones when it stops. */
	private static final Duration METERS_TIMEOUT = Duration.ofSeconds(5);

	private OtlpTransports() {
	}

	/**
	 * A transport.
	 * @param configured the backend
	 * @param bundles the SSL bundles of the application, if there are any
	 */
	static OtlpTransport create(ConfiguredBackend configured, @Nullable SslBundles bundles) {
		String bundle = (configured.properties() != null) ? configured.properties().ssl().bundle() : null;
		if (bundle == null || bundle.isBlank()) {
			return create(configured, (SSLContext) null);
		}
		String property = configured.prefix() + ".ssl.bundle";
		if (!"https".equalsIgnoreCase(configured.backend().endpoint().getScheme())) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "is set, but the endpoint is not secured",
					"Let " + configured.prefix() + ".endpoint begin with https://, or remove the bundle.");
		}
		if (bundles == null) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "is set, but there is no SslBundles bean",
					"Do not exclude SslAutoConfiguration.");
		}
		RenewableTransport transport = new RenewableTransport((ssl) -> create(configured, ssl),
				context(property, bundle, bundles));
		bundles.addBundleUpdateHandler(bundle, (renewed) -> renew(transport, bundle, renewed));
		return transport;
	}

	/**
	 * A transport for meters, by HTTP.
	 * @param configured the backend
	 * @param endpoint the full URL for meters
	 * @param bundles the SSL bundles of the application, if there are any
	 */
	static OtlpTransport forMeters(ConfiguredBackend configured, String endpoint, @Nullable SslBundles bundles) {
		VoiceBackend spans = configured.backend();
		VoiceBackend meters = VoiceBackend.builder(spans.name(), URI.create(endpoint))
			.headers(spans.headers())
			.gzip(spans.gzip())
			.timeout((spans.timeout().compareTo(METERS_TIMEOUT) < 0) ? spans.timeout() : METERS_TIMEOUT)
			.build();
		return create(new ConfiguredBackend(meters, configured.prefix(), configured.properties()), bundles);
	}

	private static void renew(RenewableTransport transport, String name, SslBundle renewed) {
		try {
			transport.renew(renewed.createSslContext());
			logger.info("Voice spans are sent with the renewed SSL bundle '" + name + "'");
		}
		catch (RuntimeException ex) {
			logger.warn("The renewed SSL bundle '" + name + "' cannot be loaded, so the former is used", ex);
		}
	}

	private static OtlpTransport create(ConfiguredBackend configured, @Nullable SSLContext ssl) {
		VoiceBackend backend = configured.backend();
		OtlpDestination destination = new OtlpDestination(backend.name(), backend.endpoint(), backend.headers(),
				backend.gzip(), backend.timeout(), ssl);
		if (backend.protocol() == VoiceBackend.Protocol.HTTP_PROTOBUF) {
			return new HttpTransport(destination);
		}
		GrpcTransport grpc = GrpcTransport.create(destination);
		if (grpc == null) {
			boolean bean = configured.properties() == null;
			throw new InvalidVoiceTelemetryConfigurationException(
					bean ? "protocol of the " + configured.prefix() : configured.prefix() + ".protocol",
					"is 'grpc', but nothing on the class path can send it",
					"Add " + GrpcTransport.LIBRARY + ", or use 'http/protobuf'.");
		}
		return grpc;
	}

	private static SSLContext context(String property, String name, SslBundles bundles) {
		try {
			SslBundle bundle = bundles.getBundle(name);
			if (bundle.getOptions().isSpecified()) {
				logger.warn("The ciphers and protocols of the SSL bundle '" + name
						+ "' are of no account to the export of voice telemetry");
			}
			return bundle.createSslContext();
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "is '" + name + "', which is no SSL bundle",
					"Define spring.ssl.bundle.pem." + name + " or spring.ssl.bundle.jks." + name + ", or name one of: "
							+ String.join(", ", bundles.getBundleNames()) + ".");
		}
		catch (RuntimeException ex) {
			throw new InvalidVoiceTelemetryConfigurationException(property,
					"is '" + name + "', which cannot be loaded: " + ex.getMessage(), "Correct that SSL bundle.");
		}
	}

}
