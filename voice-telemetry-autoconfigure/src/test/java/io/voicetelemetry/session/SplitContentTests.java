package io.voicetelemetry.session;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.redaction.SensitiveKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A number that is told in pieces is taken out as one, wherever it was cut.
 */
class SplitContentTests {

	private static final String TEXT = "my card is 4111 1111 1111 1111, thanks";

	private static final String REDACTED = "my card is [card], thanks";

	private final Recording recording = new Recording((settings) -> settings
		.content(ContentPolicy.of(ContentCapture.FULL, 65_536, List.of(), EnumSet.allOf(SensitiveKind.class))));

	@AfterEach
	void closeRecording() {
		this.recording.close();
	}

	/** What takes a text in pieces, and the attribute that they become. */
	enum Way {

		SYNTHESIS("voice.tts.input_text", VoiceSession::startSynthesis,
				(span, piece) -> ((SpeechSynthesis) span).textHandedOver(piece)),

		RECOGNITION("voice.transcript", VoiceSession::startRecognition,
				(span, piece) -> ((SpeechRecognition) span).transcript(piece)),

		USER_TURN("voice.transcript", VoiceSession::startUserTurn,
				(span, piece) -> ((UserTurn) span).finalTranscript(piece));

		private final AttributeKey<String> attribute;

		private final Function<VoiceSession, VoiceSpan> starter;

		private final BiConsumer<VoiceSpan, String> teller;

		Way(String attribute, Function<VoiceSession, VoiceSpan> starter, BiConsumer<VoiceSpan, String> teller) {
			this.attribute = AttributeKey.stringKey(attribute);
			this.starter = starter;
			this.teller = teller;
		}

		/** Words of a transcript have gaps between them anyway. */
		String without(String text) {
			return text.replace(" ", "");
		}

	}

	private String recorded(Way way, List<String> pieces) {
		VoiceSession session = this.recording.session("call-" + way + pieces.hashCode());
		VoiceSpan span = way.starter.apply(session);
		pieces.forEach((piece) -> way.teller.accept(span, piece));
		span.end();
		session.end();
		return String.valueOf(this.recording.span(span).getAttributes().get(way.attribute));
	}

	@ParameterizedTest
	@EnumSource
	void isFoundWhereverItWasCutInTwo(Way way) {
		for (int cut = 1; cut < TEXT.length(); cut++) {
			String recorded = recorded(way, List.of(TEXT.substring(0, cut), TEXT.substring(cut)));
			assertThat(way.without(recorded)).isEqualTo(way.without(REDACTED));
		}
	}

	@ParameterizedTest
	@EnumSource
	void isFoundInPiecesOfAnySize(Way way) {
		for (int size = 1; size < TEXT.length(); size++) {
			List<String> pieces = new ArrayList<>();
			for (int i = 0; i < TEXT.length(); i += size) {
				pieces.add(TEXT.substring(i, Math.min(TEXT.length(), i + size)));
			}
			assertThat(way.without(recorded(way, pieces))).doesNotContainPattern("[0-9]").contains("[card]");
		}
	}

	@ParameterizedTest
	@EnumSource
	void isFoundWhereItIsSpoken(Way way) {
		List<String> words = Stream.of("four one one one one one one one, one one one one one one one one".split(" "))
			.map((word) -> word + " ")
			.toList();
		assertThat(recorded(way, words)).doesNotContain("one", "four").contains("[card]");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 4, 8 })
	void isFoundInAList(int size) {
		VoiceSpan operation = this.recording.session().startOperation("dial");
		List<String> pieces = Stream.of("4111111111111111".split("(?<=\\G.{" + size + "})")).toList();
		operation.set(TelemetryAttribute.safe(AttributeKey.stringArrayKey("app.pii.pieces")), pieces);
		operation.set(TelemetryAttribute.safe(AttributeKey.longArrayKey("app.pii.numbers")),
				pieces.stream().map(Long::valueOf).collect(Collectors.toList()));
		operation.set(TelemetryAttribute.safe(AttributeKey.longArrayKey("app.pii.hours")), List.of(9L, 10L, 11L, 14L));
		operation.end();
		assertThat(Recording.attributes(this.recording.span(operation)))
			.containsEntry("app.pii.hours", List.of(9L, 10L, 11L, 14L))
			.doesNotContainKeys("app.pii.numbers", (size == 8) ? "" : "app.pii.pieces")
			.satisfies((attributes) -> assertThat(attributes.toString()).doesNotContain("1111", "1, 1, 1"));
	}

	@Test
	void isFoundInAStackTraceThatIsPrintedInPieces() {
		class InPieces extends RuntimeException {

			private static final long serialVersionUID = 1L;

			InPieces() {
				super("declined: " + TEXT, new IllegalStateException(TEXT));
			}

			@Override
			public void printStackTrace(PrintWriter writer) {
				TEXT.chars().forEach(writer::write);
				super.printStackTrace(writer);
			}

		}
		VoiceSpan operation = this.recording.session().startOperation("charge");
		operation.fail(new InPieces());
		String recorded = this.recording.span(operation).toString();
		assertThat(recorded).doesNotContain("1111").contains("declined: " + REDACTED);
		assertThat(recorded.split("\\[card]", -1)).hasSizeGreaterThan(4);
	}

	@Test
	void isFoundInAConversationAndInWhatToolsSay() {
		VoiceSession session = this.recording.session();
		LlmCall call = session.startLlmCall();
		call.prompt(TEXT).completion(TEXT).systemInstructions("call (212) 555-0142");
		call.end();
		ToolCall tool = session.startToolCall("pay");
		tool.arguments("{\"pan\":4111111111111111,\"mail\":\"jane\\u0040example.com\"}").result("{\"ref\":48210937}");
		tool.end();
		assertThat(Recording.attributes(this.recording.span(tool)))
			.containsEntry("gen_ai.tool.call.arguments", "{\"pan\":\"[card]\",\"mail\":\"[email]\"}")
			.containsEntry("gen_ai.tool.call.result", "{\"ref\":\"[digits]\"}");
		assertThat(Recording.attributes(this.recording.span(call)).toString()).contains(REDACTED, "[phone]")
			.doesNotContain("1111");
	}

}
