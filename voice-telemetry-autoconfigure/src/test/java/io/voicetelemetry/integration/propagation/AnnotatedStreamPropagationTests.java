package io.voicetelemetry.integration.propagation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream of an annotated method where Reactor takes contexts along: what its source
 * does is done in the request, what is done with it in the turn, whatever the thread.
 */
class AnnotatedStreamPropagationTests {

	@AfterEach
	void leaveReactorAsItWas() {
		// Boot switches it on for the process.
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@EnumSource
	@NotUnderJavaagent
	void sourceIsInTheRequestAndWhatFollowsInTheTurn(Surrounding surrounding) throws Exception {
		try (SurroundedApplication application = surrounding.start(List.of(Model.class),
				ThreadsOfTheApplication.REACTOR)) {
			application.run((context) -> {
				Model model = context.getBean(Model.class);
				VoiceSession session = context.getBean(VoiceTelemetry.class).session().id("call-1").start();
				AgentTurn turn = session.startAgentTurn();
				List<Seen> after;
				try (Scope scope = turn.makeCurrent()) {
					after = model.answer()
						.map((piece) -> Seen.here())
						.publishOn(Schedulers.boundedElastic())
						.flatMap((seen) -> Flux.just(seen, Seen.here()))
						.collectList()
						.block();
				}
				turn.end();
				session.end();
				assertThat(after).hasSize(6).allSatisfy((seen) -> assertThat(seen).isEqualTo(Seen.in(session, turn)));
				assertThat(model.seen()).hasSize(3).allSatisfy((seen) -> {
					assertThat(seen.session()).isEqualTo("call-1");
					assertThat(seen.stage()).isEqualTo(seen.span()).isNotEqualTo(turn.spanContext().getSpanId());
				});
			});
			assertThat(application.spans()).filteredOn((span) -> span.getName().equals("llm_request")).hasSize(1);
		}
	}

	static class Model {

		private final List<Seen> seen = new CopyOnWriteArrayList<>();

		// Its proxy has no fields.
		List<Seen> seen() {
			return this.seen;
		}

		@TracedLlmCall
		Flux<String> answer() {
			return Flux.just("On ", "Tuesday", ".")
				.publishOn(Schedulers.parallel())
				.doOnNext((piece) -> this.seen.add(Seen.here()));
		}

	}

}
