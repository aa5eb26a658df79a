package io.voicetelemetry.integration.gemini;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;

import com.google.genai.Chat;
import com.google.genai.ResponseStream;
import com.google.genai.types.GenerateContentResponse;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.voicetelemetry.SpanAttributes.attribute;
import static io.voicetelemetry.integration.gemini.GeminiAgent.ask;
import static io.voicetelemetry.integration.gemini.GeminiAnswer.assertAnswer;
import static io.voicetelemetry.integration.gemini.GeminiAnswer.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What Google's Gen AI client streams over HTTP is on the spans of annotated methods that
 * do nothing but return the stream.
 */
class GeminiStreamTests {

	@RegisterExtension
	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final SurroundedApplications capturing = GeminiAgent.applications(endpoint)
		.with("voice.telemetry.content.capture=full");

	@ParameterizedTest
	@EnumSource
	void readsAStreamedAnswer(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events(GeminiAnswer.EVENTS));
		SpanData span = ask(capturing.in(surrounding), (models) -> {
			List<String> texts = texts(models.stream());
			assertThat(texts).containsExactly("null", "At ", "nine.", "null");
			return texts;
		});
		assertAnswer(span);
		assertThat(attribute(span, TelemetryAttributes.LLM_CHUNKS)).isEqualTo(2);
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	void readsAStreamHoweverItIsTaken(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events(GeminiAnswer.EVENTS), EndpointAnswer.events(GeminiAnswer.EVENTS),
				EndpointAnswer.events(GeminiAnswer.EVENTS), EndpointAnswer.events(GeminiAnswer.EVENTS));
		List<GenerateContentResponse> pieces = new ArrayList<>();
		assertAnswer(ask(capturing.in(surrounding), (models) -> {
			models.stream().forEach(pieces::add);
			return pieces;
		}));
		assertAnswer(ask(capturing.in(surrounding), (models) -> {
			StreamSupport.stream(models.stream().spliterator(), false).forEach(pieces::add);
			return pieces;
		}));
		assertAnswer(ask(capturing.in(surrounding), (models) -> {
			models.iterable().forEach(pieces::add);
			return pieces;
		}));
		assertAnswer(ask(capturing.in(surrounding), (models) -> models.flux().doOnNext(pieces::add).blockLast()));
		assertThat(pieces).hasSize(16);
	}

	@ParameterizedTest
	@EnumSource
	void leavesAChatTheHistoryOfItsStreams(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events(GeminiAnswer.EVENTS), EndpointAnswer.events(GeminiAnswer.EVENTS));
		Chat[] chat = new Chat[1];
		for (int turn = 1; turn <= 2; turn++) {
			assertAnswer(ask(capturing.in(surrounding), (models) -> {
				chat[0] = (chat[0] != null) ? chat[0] : models.startChat();
				return texts(models.say(chat[0]));
			}));
		}
		assertThat(chat[0].getHistory(false)).hasSizeGreaterThanOrEqualTo(4);
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatIsKnownOfAnAnswerThatIsCutOff(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events(GeminiAnswer.EVENTS));
		SpanData span = ask(capturing.in(surrounding), (models) -> {
			try (ResponseStream<GenerateContentResponse> stream = models.stream()) {
				Iterator<GenerateContentResponse> pieces = stream.iterator();
				pieces.next();
				return pieces.next();
			}
		});
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("cancelled");
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_ID)).isEqualTo("response_1");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At ").doesNotContain("nine");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isEqualTo(125);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).as("until then").isEqualTo(9);
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatIsKnownOfAnAnswerThatBreaksOff(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events(GeminiAnswer.EVENTS[0], GeminiAnswer.EVENTS[1], "{\"candidates\":"));
		SpanData span = ask(capturing.in(surrounding), (models) -> {
			assertThatThrownBy(() -> texts(models.stream())).isInstanceOf(RuntimeException.class);
			return "broken";
		});
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("error");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("At ");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(9);
	}

	@ParameterizedTest
	@EnumSource
	void readsNothingFromPiecesThatTellNothing(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events("{}", "{\"candidates\":[{}]}", "{\"usageMetadata\":{}}",
				"{\"candidates\":[{\"content\":{\"parts\":[{}]}}]}"));
		SpanData span = ask(capturing.in(surrounding), (models) -> texts(models.stream()));
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(span, TelemetryAttributes.INPUT_TOKENS)).isNull();
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isNull();
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_ID)).isNull();
		assertThat(attribute(span, TelemetryAttributes.RESPONSE_FINISH_REASONS)).isNull();
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void tellsWhyAPromptWasBlocked(Surrounding surrounding) throws Exception {
		endpoint.answer(EndpointAnswer.events("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"));
		assertThat(attribute(ask(capturing.in(surrounding), (models) -> texts(models.stream())),
				TelemetryAttributes.RESPONSE_FINISH_REASONS))
			.containsExactly("safety");
	}

}
