package io.voicetelemetry.export;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.UserIdPseudonyms;
import io.voicetelemetry.session.TelemetryAttribute;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is sent of the spans of others where content is captured.
 */
class ForeignContentRedactionTests {

	private static final AttributeKey<String> MESSAGES = AttributeKey.stringKey("gen_ai.input.messages");

	private static final AttributeKey<List<String>> PARTS = AttributeKey.stringArrayKey("gen_ai.prompt");

	private static final UserIdPseudonyms PSEUDONYMS = UserIdPseudonyms.withKey("0123456789abcdef");

	private final SdkTracerProvider provider = SdkTracerProvider.builder().build();

	@AfterEach
	void close() {
		this.provider.close();
	}

	private Span span() {
		return this.provider.get("other").spanBuilder("chat").startSpan();
	}

	private static SpanData sent(Span span, ContentPolicy policy) {
		return new ForeignContentRedaction(() -> policy).apply(((ReadableSpan) span).toSpanData());
	}

	private static ContentPolicy redacting(String regex, String replacement) {
		return ContentPolicy.of(ContentCapture.FULL, 100, List.of((text) -> text.replaceAll(regex, replacement)));
	}

	@Test
	void findsWhatEscapesHide() {
		Span span = span().setAttribute(MESSAGES, "[\"ada\\u0040home\"]");
		assertThat(sent(span, redacting("\\w+@\\w+", "[mail]")).getAttributes().get(MESSAGES))
			.isEqualTo("[\"[mail]\"]");
	}

	@Test
	void redactsWhatTheApplicationHasDeclaredToBeContent() {
		AttributeKey<String> key = TelemetryAttribute.content(AttributeKey.stringKey("clinic.remark")).key();
		Span span = span().setAttribute(key, "ada@home");
		assertThat(sent(span, redacting("\\w+@\\w+", "[mail]")).getAttributes().get(key)).isEqualTo("[mail]");
	}

	@Test
	void leavesJsonThatIsJson() {
		Span span = span().setAttribute(MESSAGES, "{\"pin\":1234}");
		assertThat(sent(span, redacting("1234", "[pin]")).getAttributes().get(MESSAGES))
			.isEqualTo("\"{\\\"pin\\\":[pin]}\"");
	}

	@Test
	void looksAtAListAsAWhole() {
		Span span = span().setAttribute(PARTS, List.of("4111", "2222"));
		assertThat(sent(span, redacting("4111, 2222", "[card]")).getAttributes().get(PARTS)).isNull();
		assertThat(sent(span, redacting("x", "y")).getAttributes().get(PARTS)).containsExactly("4111", "2222");
	}

	@Test
	void callsUsersByPseudonymsOnEventsAndLinksToo() {
		Attributes user = Attributes.of(AttributeKey.longKey("enduser.id"), 4711L,
				AttributeKey.stringKey("langfuse.user.id"), "jane", AttributeKey.stringKey("app"), "clinic");
		Span span = span().addEvent("seen", user)
			.addLink(SpanContext.create("0123456789abcdef0123456789abcdef", "0123456789abcdef", TraceFlags.getSampled(),
					TraceState.getDefault()), user)
			.setAllAttributes(user);
		SpanData sent = sent(span, ContentPolicy.none().withPseudonyms(PSEUDONYMS));
		Attributes expected = Attributes.of(AttributeKey.stringKey("enduser.id"), PSEUDONYMS.of("4711"),
				AttributeKey.stringKey("langfuse.user.id"), PSEUDONYMS.of("jane"), AttributeKey.stringKey("app"),
				"clinic");
		assertThat(sent.getAttributes()).isEqualTo(expected);
		assertThat(sent.getEvents().get(0).getAttributes()).isEqualTo(expected);
		assertThat(sent.getLinks().get(0).getAttributes()).isEqualTo(expected);
	}

}
