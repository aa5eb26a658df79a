package io.voicetelemetry.integration.propagation;

import java.util.List;

import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What code of a stream knows whose method is annotated: above, that it runs in the stage
 * of the method; below, what is known where it was subscribed to.
 */
class FollowedStreamTests {

	@RegisterExtension
	private static final SurroundedApplications applications = SurroundedApplications.of(Model.class);

	@RegisterExtension
	private static final SurroundedApplications takingAlong = SurroundedApplications.of(Model.class)
		.with(ThreadsOfTheApplication.REACTOR);

	@ParameterizedTest
	@CsvSource({ "PLAIN, false", "PLAIN, true", "MVC, false", "MVC, true", "WEBFLUX, false", "WEBFLUX, true" })
	@NotUnderJavaagent
	void knowsItsStageAboveAndTheTurnBelow(Surrounding surrounding, boolean takesAlong) throws Exception {
		SurroundedApplication application = (takesAlong ? takingAlong : applications).in(surrounding);
		List<List<Seen>> chunks = application.subscribe((context) -> {
			VoiceSession session = context.getBean(VoiceTelemetry.class).session().id("call-1").start();
			AgentTurn turn = session.startAgentTurn();
			Model model = context.getBean(Model.class);
			return Flux.concat(model.otherThreads(), model.thisThread(), model.one())
				.handle((Seen above, reactor.core.publisher.SynchronousSink<List<Seen>> sink) -> sink
					.next(List.of(above, Seen.here())))
				.contextWrite(VoiceReactorContext.of(turn))
				.doOnComplete(() -> {
					turn.end();
					session.end("hangup");
				});
		});
		String turn = idOf(application, "agent_turn");
		List<String> requests = application.stage("llm_request").stream().map((span) -> span.getSpanId()).toList();
		assertThat(requests).hasSize(3);
		assertThat(application.stage("llm_request"))
			.allSatisfy((span) -> assertThat(span.getParentSpanId()).isEqualTo(turn));
		assertThat(chunks).hasSize(5).allSatisfy((chunk) -> {
			assertThat(chunk.get(0).stage()).isIn(requests);
			assertThat(chunk.get(0).span()).isEqualTo(chunk.get(0).stage());
			assertThat(chunk.get(0).log()).isEqualTo("call-1");
			assertThat(chunk.get(1).stage()).isEqualTo(turn);
			assertThat(chunk.get(1).log()).isEqualTo("call-1");
		});
	}

	private static String idOf(SurroundedApplication application, String stage) {
		return application.stage(stage).get(0).getSpanId();
	}

	static class Model {

		@TracedLlmCall
		Flux<Seen> otherThreads() {
			return Flux.range(1, 2)
				.publishOn(Schedulers.parallel())
				.handle((Integer number, reactor.core.publisher.SynchronousSink<Seen> sink) -> sink.next(Seen.here()));
		}

		@TracedLlmCall
		Flux<Seen> thisThread() {
			return Flux.range(1, 2).map((number) -> Seen.here());
		}

		@TracedLlmCall
		Mono<Seen> one() {
			return Mono.fromCallable(Seen::here);
		}

	}

}
