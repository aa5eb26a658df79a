package io.voicetelemetry.session;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.UserIdPseudonyms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * With a key, nobody learns the id of a user.
 */
class PseudonymTests {

	private static final String KEY = "0123456789abcdef0123456789abcdef";

	private static final AttributeKey<String> USER_ID = AttributeKey.stringKey("user.id");

	private final UserIdPseudonyms pseudonyms = UserIdPseudonyms.withKey(KEY);

	private final Recording recording = new Recording(
			(settings) -> settings.content(ContentPolicy.none().withPseudonyms(this.pseudonyms))
				.attributes(Attributes.of(USER_ID, "static-user", AttributeKey.stringKey("app"), "clinic")));

	@AfterEach
	void closeRecording() {
		this.recording.close();
	}

	@Test
	void isTheHmacOfTheId() {
		// printf jane | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
		assertThat(this.pseudonyms.of("jane")).isEqualTo("hmac:8bfdd9ff2c70e0e9d314b991b9844132");
		assertThat(this.pseudonyms.of("jane")).isEqualTo(UserIdPseudonyms.withKey(KEY).of("jane"))
			.isNotEqualTo(this.pseudonyms.of("Jane"))
			.isNotEqualTo(UserIdPseudonyms.withKey(KEY + "x").of("jane"));
	}

	@Test
	void isNotMadeOfAnother() {
		String pseudonym = this.pseudonyms.of("jane");
		assertThat(this.pseudonyms.of(pseudonym)).isEqualTo(pseudonym);
		assertThat(this.pseudonyms.of("hmac:jane")).isNotEqualTo("hmac:jane");
	}

	@Test
	void doesNotTellTheKey() {
		assertThat(this.pseudonyms.toString()).doesNotContain(KEY);
		assertThatIllegalArgumentException().isThrownBy(() -> UserIdPseudonyms.withKey("short-secret"))
			.withMessageNotContaining("short-secret");
	}

	@Test
	void isOnEverySpanOfTheCall() {
		VoiceSession session = this.recording.telemetry.session().id("call-1").userId("jane").start();
		session.startUserTurn().end();
		session.startAgentTurn().startLlmCall().fail(new IllegalStateException());
		session.end();
		assertThat(this.recording.spans()).hasSize(4)
			.allSatisfy((span) -> assertThat(span.getAttributes().get(USER_ID)).isEqualTo(this.pseudonyms.of("jane")));
	}

	@Test
	void isWhatIsRecordedHoweverTheIdIsTold() {
		VoiceSession session = this.recording.telemetry.session().id("call-1").metadata("user.id", "jane").start();
		session.startOperation("a").setAttribute("user.id", "jane").end();
		session.startOperation("b").set(TelemetryAttributes.USER_ID, "jane").end();
		session.startOperation("c").set(TelemetryAttribute.safe(USER_ID), "jane").end();
		session.startOperation("d").setAttribute("enduser.id", "jane").end();
		session.startOperation("e").end();
		session.end();
		List<SpanData> spans = this.recording.spans();
		assertThat(spans).hasSize(6);
		assertThat(spans.toString()).doesNotContain("jane", "static-user");
		assertThat(spans).filteredOn((span) -> this.pseudonyms.of("jane").equals(span.getAttributes().get(USER_ID)))
			.hasSize(4);
		assertThat(spans).filteredOn((span) -> span.getName().equals("e"))
			.allSatisfy((span) -> assertThat(span.getAttributes().get(USER_ID))
				.isEqualTo(this.pseudonyms.of("static-user")));
	}

	@Test
	void isWhatIsRecordedOfANumberToo() {
		VoiceSession session = this.recording.session();
		session.startOperation("a")
			.setAttribute("enduser.id", 4711)
			.setAttribute("langfuse.user.id", "4711")
			.setAttribute("ai.telemetry.metadata.userId", "4711")
			.end();
		session.end();
		assertThat(this.recording.spans().toString()).doesNotContain("=4711");
		assertThat(this.recording.spans()).filteredOn((span) -> span.getName().equals("a"))
			.singleElement()
			.satisfies((span) -> assertThat(span.getAttributes().asMap().values())
				.filteredOn(this.pseudonyms.of("4711")::equals)
				.hasSize(3));
	}

	@Test
	void isOnNoSpanInPlaceOfAnotherKey() {
		Attributes attributes = Attributes.of(AttributeKey.stringKey("enduser.id"), "jane",
				AttributeKey.longKey("user.id"), 4711L, AttributeKey.stringKey("app"), "clinic");
		ContentPolicy policy = ContentPolicy.none();
		assertThat(UserIdAttributes.pseudonymous(attributes, policy)).isSameAs(attributes);
		assertThat(UserIdAttributes.pseudonymous(attributes, policy.withPseudonyms(this.pseudonyms)))
			.isEqualTo(Attributes.of(AttributeKey.stringKey("enduser.id"), this.pseudonyms.of("jane"), USER_ID,
					this.pseudonyms.of("4711"), AttributeKey.stringKey("app"), "clinic"));
	}

	@Test
	void isTheIdItselfWithoutAKey() {
		try (Recording plain = new Recording()) {
			VoiceSession session = plain.telemetry.session().id("call-1").userId("jane").start();
			session.end();
			assertThat(plain.span(session).getAttributes().get(USER_ID)).isEqualTo("jane");
		}
	}

}
