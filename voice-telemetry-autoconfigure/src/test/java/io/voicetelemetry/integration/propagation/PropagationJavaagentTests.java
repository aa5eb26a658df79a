package io.voicetelemetry.integration.propagation;

import java.util.List;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Hooks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call on other threads in a process with the OpenTelemetry Java agent, which takes
 * contexts along itself: the call arrives, and leaves again.
 */
class PropagationJavaagentTests {

	@AfterEach
	void leaveReactorAsItWas() {
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@EnumSource
	void aCallArrivesOnAllThreadsAndLeavesThem(Surrounding surrounding) throws Exception {
		try (SurroundedApplication application = surrounding.start(List.of(ThreadsOfTheApplication.class),
				ThreadsOfTheApplication.TASKS, ThreadsOfTheApplication.REACTOR,
				"spring.task.execution.pool.core-size=1")) {
			application.run((context) -> {
				ThreadsOfTheApplication threads = context.getBean(ThreadsOfTheApplication.class);
				VoiceSession session = context.getBean(VoiceTelemetry.class).session().id("call-1").start();
				AgentTurn turn = session.startAgentTurn();
				String stage = turn.spanContext().getSpanId();
				try (Scope scope = turn.makeCurrent()) {
					assertThat(threads.ofTasks(threads)).allSatisfy((where, seen) -> {
						assertThat(seen.stage()).as(where).isEqualTo(stage);
						assertThat(seen.log()).as(where).isEqualTo("call-1");
					});
					assertThat(threads.ofReactor())
						.allSatisfy((where, seen) -> assertThat(seen.stage()).as(where).isEqualTo(stage));
				}
				assertThat(Seen.here().isOutside()).isTrue();
				assertThat(threads.ofTasks(threads))
					.allSatisfy((where, seen) -> assertThat(seen.isOutside()).as(where).isTrue());
				assertThat(threads.ofReactor())
					.allSatisfy((where, seen) -> assertThat(seen.isOutside()).as(where).isTrue());
			});
		}
	}

	@Test
	void codeInAStageMayKeepThingsInTheContext() {
		ContextKey<String> key = ContextKey.named("of-the-application");
		ContextKey<String> other = ContextKey.named("other");
		try (ClosableVoiceTelemetry telemetry = VoiceTelemetry.builder(OpenTelemetrySdk.builder().build()).build()) {
			VoiceSession session = telemetry.session().id("call-1").start();
			session.run(() -> {
				Context kept = Context.current().with(key, "its own").with(other, "x").with(key, "newer");
				try (Scope scope = kept.makeCurrent()) {
					assertThat(Context.current().get(key)).isEqualTo("newer");
					assertThat(Context.current().get(other)).isEqualTo("x");
					assertThat(Seen.here().session()).isEqualTo("call-1");
				}
				assertThat(Context.current().get(key)).isNull();
			});
		}
	}

}
