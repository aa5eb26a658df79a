package io.voicetelemetry.integration.propagation;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.content.JsonReader;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.SessionOptions;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that are handed to another process by other means than HTTP.
 */
class RemoteCallsTests {

	private static final List<String> IDS = List.of("session.id", "voice.speech_id", "tenant.id");

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String VALID = "00-" + TRACE + "-b7ad6b7169203331-01";

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
		.setTracerProvider(
				SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.exporter)).build())
		.build();

	private final ClosableVoiceTelemetry telemetry = VoiceTelemetry.builder(this.sdk).propagatedIds(IDS).build();

	private final RemoteCalls calls = new RemoteCalls(this.telemetry, IDS);

	private final VoiceSession session = this.telemetry.session()
		.id("call 1, \"Zürich\"")
		.tenantId("clinic")
		.userId("caller-7")
		.start();

	private final AgentTurn turn = this.session.startAgentTurn();

	@AfterEach
	void close() {
		this.telemetry.close();
		this.sdk.close();
	}

	@Test
	void aMapOfTextsTellsTheSpanAndTheAllowedIds() {
		Map<String, String> entries = this.calls.entries(this.turn);
		assertThat(entries).containsOnlyKeys("traceparent", "baggage")
			.containsEntry("traceparent", "00-" + this.turn.spanContext().getTraceId() + "-"
					+ this.turn.spanContext().getSpanId() + "-" + this.turn.spanContext().getTraceFlags().asHex());
		assertThat(entries.get("baggage")).doesNotContain("caller", "user.id", " ", "\"");
		assertIsTheTurn(this.calls.read(entries));
	}

	@Test
	void onlyTheSpanIsToldWithoutLeave() {
		RemoteCalls closed = new RemoteCalls(this.telemetry, List.of());
		assertThat(closed.entries(this.turn)).containsOnlyKeys("traceparent");
		RemoteCall read = closed.read(this.calls.entries(this.turn));
		assertThat(read.span().getSpanId()).isEqualTo(this.turn.spanContext().getSpanId());
		assertThat(read.ids()).isEmpty();
	}

	@Test
	void parametersOfATwilioStream() {
		Map<String, String> parameters = this.calls.twilioParameters(this.turn);
		assertThat(parameters).containsOnlyKeys("traceparent", "baggage");
		assertIsTheTurn(this.calls.read(parameters));
		VoiceSession longer = this.telemetry.session().id("x".repeat(250)).tenantId("y".repeat(250)).start();
		assertThat(this.calls.twilioParameters(longer)).containsOnlyKeys("traceparent");
		assertThat(this.telemetry.refusals()).containsEntry(RefusalReason.BAGGAGE_LIMIT, 1L);
	}

	@Test
	void headersOfASipCallAsTheyArriveFromProviders() {
		Map<String, String> headers = this.calls.sipHeaders(this.turn);
		assertThat(headers).containsOnlyKeys("X-Traceparent", "X-Baggage");
		assertThat(headers.values()).allSatisfy((value) -> assertThat(value).matches("[!-~]+"));
		for (String prefix : List.of("", "SipHeader_", "sip.h.")) {
			Map<String, Object> arrived = new HashMap<>(Map.of("Call-ID", "1", "X-Other", "2"));
			headers.forEach((name, value) -> arrived
				.put(prefix.isEmpty() ? name.toUpperCase(java.util.Locale.ROOT) : prefix + name, value));
			assertIsTheTurn(this.calls.read(arrived));
		}
		assertIsTheTurn(
				this.calls.read(Map.of("TraceParent", List.of(Objects.requireNonNull(headers.get("X-Traceparent"))),
						"x-baggage", Objects.requireNonNull(headers.get("X-Baggage")))));
	}

	@Test
	void metadataOfARoomKeepsWhatItHas() {
		String before = " { \"room\" : \"A\\u00e4\" , \"n\":1.50,\"list\":[1,{\"x\":null}] } ";
		String merged = this.calls.metadata(this.turn, before);
		assertThat(merged).startsWith(" { \"room\" : \"A\\u00e4\" , \"n\":1.50,\"list\":[1,{\"x\":null}] ,");
		assertThat(object(merged)).containsEntry("room", "Aä")
			.containsEntry("n", 1.5)
			.containsOnlyKeys("room", "n", "list", "traceparent", "baggage");
		assertIsTheTurn(this.calls.readMetadata(merged));
	}

	@Test
	void metadataIsOfTheLastThatWroteIt() {
		String first = this.calls.metadata(this.session, "{\"a\":[],\"b\":{\"c\":[true,\"\\n\",12]},\"d\":null}");
		String second = this.calls.metadata(this.turn, first);
		assertThat(second).doesNotContain(this.session.spanContext().getSpanId());
		assertThat(object(second)).containsOnlyKeys("a", "b", "d", "traceparent", "baggage")
			.containsEntry("b", Map.of("c", List.of(true, "\n", 12L)));
		assertIsTheTurn(this.calls.readMetadata(second));
		assertThat(this.calls.metadata(this.turn, second)).hasSameSizeAs(second);
	}

	@Test
	void metadataMayBeMissing() {
		for (String none : new String[] { null, "", "  ", "{}", "{ }" }) {
			assertIsTheTurn(this.calls.readMetadata(this.calls.metadata(this.turn, none)));
		}
		assertThat(this.calls.readMetadata(null)).isEqualTo(RemoteCall.NONE);
		assertThat(this.calls.readMetadata(" ")).isEqualTo(RemoteCall.NONE);
		assertThat(this.telemetry.refusals()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "room A", "[1]", "\"text\"", "{", "{\"a\":1", "{} {}", "null", "{'a':1}" })
	void metadataThatIsNoObjectIsLeftAsItIs(String metadata) {
		assertThat(this.calls.metadata(this.turn, metadata)).isEqualTo(metadata);
		assertThat(this.calls.readMetadata(metadata)).isEqualTo(RemoteCall.NONE);
		assertThat(this.telemetry.refusals()).containsEntry(RefusalReason.INVALID_VALUE, 2L);
	}

	@Test
	void metadataIsNoLongerThanLiveKitTakes() {
		String large = "{\"text\":\"" + "x".repeat(RemoteCalls.MAX_METADATA - 20) + "\"}";
		assertThat(this.calls.metadata(this.turn, large)).isEqualTo(large);
		String larger = "{\"text\":\"" + "x".repeat(RemoteCalls.MAX_METADATA) + "\"}";
		assertThat(this.calls.metadata(this.turn, larger)).isEqualTo(larger);
		assertThat(this.calls.readMetadata(larger)).isEqualTo(RemoteCall.NONE);
		assertThat(this.telemetry.refusals()).containsEntry(RefusalReason.INVALID_VALUE, 3L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00", "nonsense", "00-" + TRACE + "-b7ad6b7169203331",
			"ff-" + TRACE + "-b7ad6b7169203331-01", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
			"00-" + TRACE + "-0000000000000000-01", "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
			VALID + "-more", VALID + "0", "00-" + TRACE + "-b7ad6b7169203331-0x",
			"zz-" + TRACE + "-b7ad6b7169203331-01", "00_" + TRACE + "-b7ad6b7169203331-01" })
	void whatIsMalformedIsRefusedAndCounted(String traceparent) {
		assertThat(this.calls.read(Map.of("traceparent", traceparent)).span().isValid()).isFalse();
		assertThat(this.telemetry.refusals()).containsEntry(RefusalReason.INVALID_VALUE, 1L);
	}

	@Test
	void whatIsOfALaterVersionIsRead() {
		assertThat(this.calls.read(Map.of("traceparent", "01-" + VALID.substring(3) + "-more")).span().getTraceId())
			.isEqualTo(TRACE);
		SpanContext read = this.calls.read(Map.of("traceparent", " " + VALID + " ")).span();
		assertThat(read.isRemote()).isTrue();
		assertThat(read.isSampled()).isTrue();
	}

	@Test
	void oddMapsDoNotThrow() {
		Map<String, Object> odd = new LinkedHashMap<>();
		odd.put(null, "x");
		odd.put("traceparent", 7);
		odd.put("x".repeat(100_000), "y");
		odd.put("baggage", "=,;;=%%%,session.id=%zz,tenant.id");
		assertThat(this.calls.read(odd)).isEqualTo(RemoteCall.NONE);
		assertThat(this.calls.read(null)).isEqualTo(RemoteCall.NONE);
		assertThat(this.calls.read(Map.of("baggage", "session.id=" + "x".repeat(10_000)))).isEqualTo(RemoteCall.NONE);
		assertThat(this.calls.read(Map.of("baggage", "session.id=" + "x".repeat(300) + ",tenant.id=a")).ids())
			.isEqualTo(Map.of("tenant.id", "a"));
		assertThat(this.calls.entries(null)).isEmpty();
		assertThat(this.calls.sipHeaders(null)).isEmpty();
		assertThat(this.calls.metadata(null, "{\"a\":1}")).isEqualTo("{\"a\":1}");
		assertThat(this.calls.entries(VoiceTelemetry.noop().session().start())).isEmpty();
		assertThat(new RemoteCall(SpanContext.getInvalid(), Map.of()).id(null)).isNull();
	}

	@Test
	@NotUnderJavaagent
	void theSessionThatTakesTheCallOverIsLinkedToIt() {
		RemoteCall remote = this.calls.read(this.calls.entries(this.turn));
		this.telemetry.session()
			.id("call-2")
			.remoteParent(remote.span())
			.tenantId(remote.id("tenant.id"))
			.start()
			.end();
		SpanData taken = sessionSpan();
		assertThat(taken.getTraceId()).isNotEqualTo(this.turn.spanContext().getTraceId());
		assertThat(taken.getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext().getSpanId())
				.isEqualTo(this.turn.spanContext().getSpanId()));
		assertThat(taken.getAttributes().asMap().toString()).contains("clinic");
	}

	@Test
	void theSessionThatTakesTheCallOverIsItsChildWhereSessionsJoin() {
		SessionOptions defaults = SessionOptions.DEFAULT;
		try (ClosableVoiceTelemetry joining = VoiceTelemetry.builder(this.sdk)
			.options(new SessionOptions(false, true, false, defaults.maxIdle(), defaults.maxDuration()))
			.build()) {
			RemoteCall remote = this.calls.read(this.calls.entries(this.turn));
			VoiceSession taken = joining.session().id("call-2").remoteParent(remote.span()).start();
			taken.startAgentTurn().end();
			taken.end();
		}
		SpanData taken = sessionSpan();
		assertThat(taken.getTraceId()).isEqualTo(this.turn.spanContext().getTraceId());
		assertThat(taken.getParentSpanId()).isEqualTo(this.turn.spanContext().getSpanId());
		assertThat(taken.getLinks()).isEmpty();
	}

	@Test
	void aSessionWithoutRemoteParentIsAsEver() {
		this.telemetry.session().id("call-2").remoteParent(null).start().end();
		assertThat(sessionSpan().getLinks()).isEmpty();
		assertThat(sessionSpan().getParentSpanContext().isValid()).isFalse();
	}

	private SpanData sessionSpan() {
		return this.exporter.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getName().equals("agent_session"))
			.findFirst()
			.orElseThrow();
	}

	private void assertIsTheTurn(RemoteCall read) {
		assertThat(read.span().getTraceId()).isEqualTo(this.turn.spanContext().getTraceId());
		assertThat(read.span().getSpanId()).isEqualTo(this.turn.spanContext().getSpanId());
		assertThat(read.ids()).containsOnlyKeys("session.id", "voice.speech_id", "tenant.id")
			.containsEntry("tenant.id", "clinic")
			.containsEntry("session.id", this.session.id());
	}

	@SuppressWarnings("unchecked") // An object of JSON.
	private static Map<String, Object> object(String json) {
		return (Map<String, Object>) Objects.requireNonNull(JsonReader.parse(json));
	}

}
