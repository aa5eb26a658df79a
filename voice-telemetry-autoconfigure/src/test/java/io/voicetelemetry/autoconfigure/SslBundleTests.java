package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.voicetelemetry.export.DeliveryCounts;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.otlp.Certificates;
import io.voicetelemetry.otlp.TlsServer;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Backends that are reached by TLS, with Boot's SSL bundles.
 */
@ExtendWith(OutputCaptureExtension.class)
class SslBundleTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String OTLP = "--voice.telemetry.export.otlp.";

	private static final String BUNDLE = "--spring.ssl.bundle.pem.backend.";

	@Test
	void deliversToABackendThatItsBundleTrusts() throws Exception {
		try (TlsServer backend = backend(Certificates.SERVER, false);
				ConfigurableApplicationContext context = run(backend, Certificates.AUTHORITY)) {
			awaitCounts(context, 1, 0);
			assertThat(backend.bytes()).isPositive();
		}
	}

	@Test
	void tellsABackendWhoItIs() throws Exception {
		Certificates certificates = Certificates.get();
		try (TlsServer backend = backend(Certificates.SERVER, true);
				ConfigurableApplicationContext context = run(backend, Certificates.AUTHORITY,
						BUNDLE + "keystore.certificate=file:" + certificates.certificate(Certificates.CLIENT),
						BUNDLE + "keystore.private-key=file:" + certificates.privateKey(Certificates.CLIENT))) {
			awaitCounts(context, 1, 0);
		}
	}

	@ParameterizedTest
	@CsvSource({ "http/protobuf, server, stranger", "http/protobuf, expired, authority",
			"http/protobuf, elsewhere, authority", "grpc, server, stranger", "grpc, expired, authority",
			"grpc, elsewhere, authority" })
	void keepsSpansFromABackendThatCannotProveWhoItIs(String protocol, String backendIs, String trusted,
			CapturedOutput output) throws Exception {
		try (TlsServer backend = backend(backendIs, false);
				ConfigurableApplicationContext context = run(backend, trusted, OTLP + "protocol=" + protocol)) {
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(output).containsPattern("Spans cannot be delivered to otlp at "
						+ backend.endpoint() + ": it could not be trusted: SSL.*Exception .+; 1 span waiting"));
			awaitCounts(context, 0, 1);
			assertThat(backend.bytes()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http/protobuf", "grpc" })
	void deliversWhenItsBundleHasBeenMended(String protocol, CapturedOutput output) throws Exception {
		try (TlsServer backend = backend(Certificates.SERVER, false);
				ConfigurableApplicationContext context = run(backend, Certificates.STRANGER,
						OTLP + "protocol=" + protocol)) {
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(output).contains("it could not be trusted"));
			SslBundleRegistry bundles = context.getBean(SslBundleRegistry.class);
			bundles.updateBundle("backend", bundle("no protocol"));
			assertThat(output).contains("so the former is used");
			assertThat(backend.bytes()).isZero();
			bundles.updateBundle("backend", bundle("TLS"));
			assertThat(output).contains("sent with the renewed SSL bundle 'backend'");
			// It answers HTTP alone.
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(backend.bytes()).isPositive());
			if (!protocol.equals("grpc")) {
				awaitCounts(context, 1, 0);
			}
		}
	}

	private static SslBundle bundle(String protocol) throws Exception {
		PemSslStoreDetails trusted = PemSslStoreDetails
			.forCertificate("file:" + Certificates.get().certificate(Certificates.AUTHORITY));
		return SslBundle.of(new PemSslStoreBundle(null, trusted), SslBundleKey.NONE, SslOptions.NONE, protocol);
	}

	@Test
	void aBundleThatIsNotThereStopsTheStart(CapturedOutput output) {
		assertFailure(output, "which is no SSL bundle", OTLP + "endpoint=https://h/v1/traces",
				"--spring.ssl.bundle.pem.other.truststore.certificate=x");
		assertThat(output).contains("spring.ssl.bundle.pem.backend", "name one of: other");
	}

	@Test
	void aBundleThatCannotBeLoadedStopsTheStart(CapturedOutput output) {
		assertFailure(output, "which cannot be loaded", OTLP + "endpoint=https://h/v1/traces",
				BUNDLE + "truststore.certificate=file:/not/there.pem");
	}

	@Test
	void aBundleForAnEndpointInTheClearStopsTheStart(CapturedOutput output) {
		assertFailure(output, "but the endpoint is not secured", OTLP + "endpoint=http://h/v1/traces");
	}

	private static void assertFailure(CapturedOutput output, String problem, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add(OTLP + "ssl.bundle=backend");
		assertThatException()
			.isThrownBy(() -> TestApplication.run(TestApplication.Empty.class, all.toArray(new String[0])).close());
		assertThat(output.toString()).containsSubsequence("APPLICATION FAILED TO START",
				"voice.telemetry.export.otlp.ssl.bundle", problem, "Action:");
	}

	private static TlsServer backend(String self, boolean mutual) throws Exception {
		return TlsServer.start(Certificates.get().context(self, Certificates.AUTHORITY), mutual);
	}

	/** An application that has had a call. */
	private static ConfigurableApplicationContext run(TlsServer backend, String trusted, String... arguments)
			throws Exception {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add(OTLP + "endpoint=" + backend.endpoint());
		all.add(OTLP + "ssl.bundle=backend");
		all.add(BUNDLE + "truststore.certificate=file:" + Certificates.get().certificate(trusted));
		all.add("--voice.telemetry.export.shutdown-timeout=100ms");
		ConfigurableApplicationContext context = TestApplication.run(TestApplication.Empty.class,
				all.toArray(new String[0]));
		context.getBean(VoiceTelemetry.class).session().start().end();
		return context;
	}

	private static void awaitCounts(ConfigurableApplicationContext context, long delivered, long queued) {
		await().atMost(PATIENCE).untilAsserted(() -> {
			DeliveryCounts counts = context.getBean(VoiceSpanProcessor.class).pipelines().get(0).counts();
			assertThat(counts.accepted()).isOne();
			assertThat(counts.delivered()).isEqualTo(delivered);
			assertThat(counts.queued()).isEqualTo(queued);
			assertThat(counts.droppedInAll()).isZero();
		});
	}

}
