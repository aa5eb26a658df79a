package io.voicetelemetry.aop;

import java.util.List;
import java.util.concurrent.CancellationException;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.EndVoiceSession;
import io.voicetelemetry.annotation.InVoiceSession;
import io.voicetelemetry.annotation.SessionId;
import io.voicetelemetry.annotation.StartVoiceSession;
import io.voicetelemetry.annotation.TracedSession;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.annotation.TracedUserTurn;
import io.voicetelemetry.annotation.VoiceAttribute;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Sessions that begin in one callback, go on in others and end in another.
 */
class SessionAnnotationTests {

	private final AopTestContext context = AopTestContext.of(Beans.class);

	private final Callbacks callbacks = this.context.bean(Callbacks.class);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void spansCallbacks() throws InterruptedException {
		this.callbacks.opened("call-1", "caller");
		assertThat(this.context.telemetry().openSessions()).isOne();
		onAnotherThread(() -> this.callbacks.message("call-1"));
		onAnotherThread(() -> this.callbacks.closed("call-1", "bye"));
		SpanData session = this.context.span("agent_session");
		assertThat(session.getAttributes().get(TelemetryAttributes.DISCONNECT_REASON.key())).isEqualTo("said bye");
		assertThat(session.getAttributes().get(TelemetryAttributes.USER_ID.key())).isEqualTo("caller");
		assertThat(this.context.span("function_tool").getParentSpanId()).isEqualTo(session.getSpanId());
		assertThat(this.context.telemetry().openSessions()).isZero();
		assertThat(VoiceSession.current().isOpen()).isFalse();
	}

	@Test
	void endsWithAnErrorWhenTheFirstOrLastCallbackFails() {
		assertThatIllegalStateException().isThrownBy(() -> this.callbacks.failsToOpen("call-2"));
		this.callbacks.opened("call-3", "caller");
		assertThatIllegalStateException().isThrownBy(() -> this.callbacks.failsToClose("call-3"));
		assertThat(this.context.spans()).hasSize(2)
			.allSatisfy((span) -> assertThat(span.getAttributes().get(TelemetryAttributes.OUTCOME.key()))
				.isEqualTo("error"));
	}

	@Test
	void goesOnWhenACallbackInItFails() {
		this.callbacks.opened("call-4", "caller");
		assertThatIllegalStateException().isThrownBy(() -> this.callbacks.failsInside("call-4"));
		assertThat(this.context.telemetry().openSessions()).isOne();
	}

	@Test
	void callsMethodsOfUnknownSessionsAllTheSame() {
		assertThat(this.callbacks.message("nobody")).isEqualTo("looked up");
		this.callbacks.closed("nobody", "bye");
		assertThat(this.context.refusals()).containsEntry(RefusalReason.UNKNOWN_SESSION, 2L);
	}

	@Test
	void tracesAWholeMethodAsASession() {
		this.callbacks.whole("call-5");
		assertThat(this.context.spans()).extracting(SpanData::getName)
			.containsExactly("function_tool", "agent_session");
	}

	@Test
	void putsSeveralStagesAroundOneMethodOutermostFirst() {
		this.callbacks.sessionAndTurn("call-6");
		SpanData turn = this.context.span("user_turn");
		assertThat(turn.getParentSpanId()).isEqualTo(this.context.span("agent_session").getSpanId());
		assertThat(turn.getAttributes().asMap()).containsEntry(TelemetryAttributes.ROOM_NAME.key(), "front desk");
	}

	@Test
	void joinsASessionThatIsOpenAlready() {
		this.callbacks.opened("call-7", "caller");
		this.callbacks.whole("call-7");
		assertThatIllegalStateException().isThrownBy(() -> this.callbacks.failsToOpen("call-7"));
		assertThat(this.context.telemetry().findSession("call-7")).isPresent();
		assertThat(this.context.spans()).extracting(SpanData::getName).containsExactly("function_tool");
	}

	@Test
	void putsMarkedIdsOnEverySpan() {
		this.callbacks.forTenant("call-8", "clinic", "caller");
		assertThat(this.context.spans()).hasSize(2).allSatisfy((span) -> {
			assertThat(span.getAttributes().get(TelemetryAttributes.TENANT_ID.key())).isEqualTo("clinic");
			assertThat(span.getAttributes().get(TelemetryAttributes.USER_ID.key())).isEqualTo("caller");
		});
		assertThat(this.context.span("agent_session").getAttributes().get(AttributeKey.stringKey("looked.up")))
			.isEqualTo("looked up");
	}

	@Test
	void recordsWhatIsKnownAfterwardsAndInLaterCallbacks() {
		this.callbacks.opened("call-9", "caller");
		this.callbacks.rated("call-9", 5);
		this.callbacks.closed("call-9", "bye");
		assertThat(this.context.span("agent_session").getAttributes().asMap())
			.containsEntry(AttributeKey.longKey("rating"), 5L)
			.containsEntry(AttributeKey.stringKey("word"), "bye");
	}

	@Test
	void recordsACancelledCallAsSuch() {
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> this.callbacks.isCancelled("call-10"));
		SpanData session = this.context.span("agent_session");
		assertThat(session.getAttributes().get(TelemetryAttributes.OUTCOME.key())).isEqualTo("cancelled");
		assertThat(session.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void generatesAnIdWhereNoneIsGiven() {
		this.callbacks.withoutId();
		SpanData session = this.context.span("agent_session");
		assertThat(session.getAttributes().get(TelemetryAttributes.SESSION_ID.key())).isNotBlank();
		assertThat(session.getAttributes().get(TelemetryAttributes.CONVERSATION_ID.key())).isNull();
	}

	private static void onAnotherThread(Runnable work) throws InterruptedException {
		Thread thread = new Thread(work);
		thread.start();
		thread.join();
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Tools tools() {
			return new Tools();
		}

		@Bean
		Callbacks callbacks(Tools tools) {
			return new Callbacks(tools);
		}

	}

	static class Tools {

		@TracedTool
		String lookUp() {
			return "looked up";
		}

	}

	static class Callbacks {

		private final Tools tools;

		Callbacks(Tools tools) {
			this.tools = tools;
		}

		@StartVoiceSession(user = "#{#caller}", attributes = "line=1")
		void opened(@SessionId String callId, String caller) {
		}

		@InVoiceSession
		String message(@SessionId String callId) {
			return this.tools.lookUp();
		}

		@TracedSession(attributes = "looked.up=#{#result}")
		String forTenant(@SessionId String callId, @VoiceAttribute("tenant.id") String tenant,
				@VoiceAttribute("user.id") String user) {
			return this.tools.lookUp();
		}

		@InVoiceSession
		void rated(@SessionId String callId, @VoiceAttribute("rating") int rating) {
		}

		@TracedSession
		void isCancelled(@SessionId String callId) {
			throw new CancellationException();
		}

		@EndVoiceSession(id = "#{#callId}", reason = "said #{#word}")
		List<String> closed(String callId, @VoiceAttribute("word") String word) {
			return List.of();
		}

		@StartVoiceSession
		void failsToOpen(@SessionId String callId) {
			throw new IllegalStateException();
		}

		@EndVoiceSession
		void failsToClose(@SessionId String callId) {
			throw new IllegalStateException();
		}

		@InVoiceSession
		void failsInside(@SessionId String callId) {
			throw new IllegalStateException();
		}

		@TracedSession
		void whole(@SessionId String callId) {
			this.tools.lookUp();
		}

		@TracedUserTurn
		@TracedSession(room = "front desk")
		void sessionAndTurn(@SessionId @VoiceAttribute("call") String callId) {
		}

		@TracedSession
		void withoutId() {
		}

	}

}
