package io.voicetelemetry.inspector;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.voicetelemetry.content.JsonObject;
import io.voicetelemetry.content.JsonReader;
import io.voicetelemetry.session.VoiceSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What there is to see of a call.
 */
class InspectedSessionsTests {

	private final InspectedApplication application = new InspectedApplication(10, 10_000_000,
			InspectedApplication.allContent());

	private VoiceSession session = this.application.session("call-1");

	@BeforeEach
	void talk() {
		InspectedApplication.talk(this.session);
		InspectedApplication.talk(this.session);
	}

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void addsUpWhatModelsHaveUsed() {
		assertThat(list("usage")).containsExactly(Map.<String, Object>of("kind", "llm", "provider", "openai", "model",
				"gpt-4o-mini", "requests", 2L, "inputTokens", 200L, "outputTokens", 40L));
	}

	@Test
	void leavesOutWhatIsKnown() {
		Map<String, Object> all = this.application.details("call-1");
		int ended = (Integer) all.get("ended");
		InspectedApplication.talk(this.session);
		Map<String, Object> more = Objects
			.requireNonNull(this.application.sessions().find((String) all.get("key"), ended));
		assertThat(more).containsEntry("since", ended);
		assertThat((List<?>) more.get("spans")).hasSize((Integer) more.get("ended") - ended).isNotEmpty();
		assertThat(Objects.requireNonNull(this.application.sessions().find((String) all.get("key"), -7)))
			.containsEntry("since", 0);
		assertThat(this.application.sessions().find("other", 0)).isNull();
	}

	@Test
	void showsWhatWasSaidToWhomItMay() {
		this.application.sdk()
			.getTracer("framework")
			.spanBuilder("chat")
			.setParent(this.session.context())
			.setAttribute("input.value", "asked of a framework")
			.setAttribute("voice.session_id", "call-1")
			.startSpan()
			.addEvent("gen_ai.user.message", Attributes.of(AttributeKey.stringKey("body"), "asked in an event"))
			.setStatus(StatusCode.ERROR, "asked of a framework")
			.end();
		String key = (String) this.application.details("call-1").get("key");
		assertThat(this.application.sessions().find(key, 0)).asString()
			.contains("From eight to six.", "asked of a framework", "asked in an event");
		assertThat(this.application.sessions().withoutContent().find(key, 0)).asString()
			.contains("voice.e2e_latency")
			.doesNotContain("From eight to six.", "When are you open?", "asked of a framework", "asked in an event");
		assertThat(this.application.sessions().withoutContent().otlpJson(key)).doesNotContain("From eight to six.",
				"asked of a framework", "asked in an event");
	}

	@Test
	void saysWhetherThereIsAnythingThatWasSaid() {
		assertThat(this.application.sessions().list()).containsEntry("content", true);
		assertThat(this.application.details("call-1")).containsEntry("content", true);
		InspectedSessions without = this.application.sessions().withoutContent();
		assertThat(without.list()).containsEntry("content", false);
		assertThat(without.find((String) this.application.details("call-1").get("key"), 0)).containsEntry("content",
				false);
	}

	@Test
	void saysWhatTimeItIs() {
		long before = System.currentTimeMillis();
		assertThat((Long) this.application.details("call-1").get("now")).isBetween(before, System.currentTimeMillis());
	}

	@Test
	void saysEachReaderFirstThatThisIsAllThereIs() {
		assertThat(this.application.sessions().changes().next()).containsEntry("all", true)
			.hasEntrySatisfying("sessions", (sessions) -> assertThat((List<?>) sessions).hasSize(1));
		try (InspectedApplication idle = new InspectedApplication(10, 10_000_000, InspectedApplication.allContent())) {
			InspectedChanges changes = idle.sessions().changes();
			assertThat(changes.next()).isEqualTo(Map.of("all", true, "sessions", List.of(), "forgotten", List.of()));
			assertThat(changes.next()).isNull();
			idle.session("call-1");
			assertThat(changes.next()).doesNotContainKey("all").containsKey("sessions");
		}
	}

	@Test
	void tellsEachReaderWhatHasChanged() {
		InspectedChanges first = this.application.sessions().changes();
		assertThat(first.next()).isNotNull();
		assertThat(first.next()).isNull();
		InspectedApplication.talk(this.session);
		assertThat(first.next()).asString().contains("turns=3");
		assertThat(this.application.sessions().changes().next()).asString().contains("turns=3");
	}

	@Test
	void canBeTakenAway() {
		this.session.end();
		String key = (String) this.application.details("call-1").get("key");
		String json = Objects.requireNonNull(this.application.sessions().otlpJson(key));
		assertThat(json).startsWith("{\"resourceSpans\":[{")
			.contains("\"traceId\":\"" + this.session.spanContext().getTraceId() + "\"")
			.contains("{\"intValue\":\"100\"}", "\"key\":\"voice.e2e_latency\"")
			.containsPattern("\"startTimeUnixNano\":\"\\d{19}\"");
		assertThat(JsonReader.parse(json)).isNotNull();
	}

	@Test
	@SuppressWarnings("unchecked") // It is JSON.
	void isTakenAwayWhole() {
		Span span = this.application.sdk()
			.getTracerProvider()
			.tracerBuilder("framework")
			.setInstrumentationVersion("1.2")
			.setSchemaUrl("https://opentelemetry.io/schemas/1.37.0")
			.build()
			.spanBuilder("chat")
			.setParent(this.session.context())
			.setSpanKind(SpanKind.CLIENT)
			.addLink(SpanContext.createFromRemoteParent("0123456789abcdef0123456789abcdef", "0123456789abcdef",
					TraceFlags.getSampled(), TraceState.builder().put("b", "2").put("a", "1").build()))
			.startSpan();
		span.setAttribute(AttributeKey.doubleArrayKey("doubles"), List.of(0.5, Double.NaN));
		span.setAttribute(AttributeKey.valueKey("any"), Value.of(KeyValue.of("bytes", Value.of(new byte[] { 1, 2 })),
				KeyValue.of("list", Value.of(Value.of(Long.MAX_VALUE), Value.of(true)))));
		span.end();
		String json = Objects.requireNonNull(
				this.application.sessions().otlpJson((String) this.application.details("call-1").get("key")));
		Map<String, Object> request = (Map<String, Object>) Objects.requireNonNull(JsonReader.parse(json));
		assertThat(json).contains("\"scope\":{\"name\":\"framework\",\"version\":\"1.2\",\"attributes\":[]}",
				"\"schemaUrl\":\"https://opentelemetry.io/schemas/1.37.0\"", "\"kind\":3",
				"\"flags\":" + (0x100 | span.getSpanContext().getTraceFlags().asByte()),
				"\"traceState\":\"a=1,b=2\",\"flags\":769",
				"{\"arrayValue\":{\"values\":[{\"doubleValue\":0.5},{\"doubleValue\":\"NaN\"}]}}",
				"{\"bytesValue\":\"AQI=\"}", "{\"intValue\":\"9223372036854775807\"},{\"boolValue\":true}");
		assertThat(request).containsOnlyKeys("resourceSpans");
	}

	@Test
	void isJsonWhateverWasSaid() {
		VoiceSession hostile = this.application.session("</script><img src=x onerror=alert(1)>\"\\\u2028\ud800");
		hostile.startAgentTurn().spoken("\u001b[31m\u202e\"'</script>").end();
		assertThat(JsonReader.parse(JsonObject.text(this.application.sessions().list()))).isNotNull();
		assertThat(JsonReader
			.parse(JsonObject.text(this.application.sessions().find(hostile.spanContext().getSpanId(), 0))))
			.isNotNull();
	}

	private List<Object> list(String name) {
		return List.copyOf((List<?>) Objects.requireNonNull(this.application.details("call-1").get(name)));
	}

}
