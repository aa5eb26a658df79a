package io.voicetelemetry.otlp;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing is told to a server that cannot prove who it is.
 */
class TlsTests {

	private static Certificates certificates;

	@BeforeAll
	static void makeCertificates() throws Exception {
		certificates = Certificates.get();
	}

	@ParameterizedTest
	@EnumSource
	void talksToWhomItTrusts(Protocol protocol) throws Exception {
		try (TlsServer server = server(Certificates.SERVER, false)) {
			protocol.send(server, trusting(Certificates.AUTHORITY));
			assertThat(server.bytes()).isPositive();
		}
	}

	@ParameterizedTest
	@EnumSource
	void saysWhoItIs(Protocol protocol) throws Exception {
		try (TlsServer server = server(Certificates.SERVER, true)) {
			protocol.send(server, certificates.context(Certificates.CLIENT, Certificates.AUTHORITY));
			assertThat(server.bytes()).isPositive();
		}
	}

	@ParameterizedTest
	@EnumSource
	void isNotHeardUnlessItSaysWhoItIs(Protocol protocol) throws Exception {
		try (TlsServer server = server(Certificates.SERVER, true)) {
			assertThat(protocol.send(server, trusting(Certificates.AUTHORITY)))
				.isNotInstanceOf(OtlpAnswer.Accepted.class);
			assertThat(server.bytes()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource
	void tellsNothingToAServerOfAnotherAuthority(Protocol protocol) throws Exception {
		tellsNothing(protocol, Certificates.SERVER, trusting(Certificates.STRANGER), "certification path");
	}

	@ParameterizedTest
	@EnumSource
	void trustsTheAuthoritiesOfTheJdkAlone(Protocol protocol) throws Exception {
		tellsNothing(protocol, Certificates.SERVER, null, "certification path");
	}

	@ParameterizedTest
	@EnumSource
	void tellsNothingToAServerWhoseCertificateHasExpired(Protocol protocol) throws Exception {
		tellsNothing(protocol, Certificates.EXPIRED, trusting(Certificates.AUTHORITY), "validity check failed");
	}

	@ParameterizedTest
	@EnumSource
	void tellsNothingToAServerWithAnotherName(Protocol protocol) throws Exception {
		tellsNothing(protocol, Certificates.ELSEWHERE, trusting(Certificates.AUTHORITY), "127.0.0.1");
	}

	private static void tellsNothing(Protocol protocol, String self, SSLContext client, String problem)
			throws Exception {
		try (TlsServer server = server(self, false)) {
			assertThat(protocol.send(server, client)).isInstanceOfSatisfying(OtlpAnswer.Refused.class,
					(refused) -> assertThat(refused.problem()).startsWith("could not be trusted").contains(problem));
			assertThat(server.connections()).isPositive();
			assertThat(server.bytes()).isZero();
		}
	}

	private static TlsServer server(String self, boolean mutual) throws Exception {
		return TlsServer.start(certificates.context(self, Certificates.AUTHORITY), mutual);
	}

	private static SSLContext trusting(String authority) throws Exception {
		return certificates.context(null, authority);
	}

	enum Protocol {

		HTTP(HttpTransport::new), GRPC(GrpcTransport::create);

		private final Function<OtlpDestination, OtlpTransport> create;

		Protocol(Function<OtlpDestination, OtlpTransport> create) {
			this.create = create;
		}

		OtlpAnswer send(TlsServer server, SSLContext client) throws Exception {
			OtlpDestination destination = new OtlpDestination("otlp", URI.create(server.endpoint()), Map.of(), false,
					Duration.ofSeconds(30), client);
			try (OtlpTransport transport = this.create.apply(destination)) {
				return transport.send("the request".getBytes()).get(60, TimeUnit.SECONDS);
			}
		}

	}

}
