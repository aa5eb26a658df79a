package io.voicetelemetry.integration.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call on the threads of an application that has Boot take contexts along.
 */
class ThreadPropagationTests {

	@AfterEach
	void leaveReactorAsItWas() {
		// Boot switches it on for the process.
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@EnumSource
	@NotUnderJavaagent
	void aCallArrivesOnAllThreadsAndLeavesThem(Surrounding surrounding) throws Exception {
		try (SurroundedApplication application = start(surrounding)) {
			application.run((context) -> {
				ThreadsOfTheApplication threads = context.getBean(ThreadsOfTheApplication.class);
				Seen before = Seen.here();
				VoiceSession session = session(context);
				AgentTurn turn = session.startAgentTurn();
				try (Scope scope = turn.makeCurrent()) {
					assertThat(threads.ofTasks(threads)).hasSize(4)
						.allSatisfy((where, seen) -> assertThat(seen).as(where).isEqualTo(Seen.in(session, turn)));
					assertThat(threads.ofReactor()).hasSize(5)
						.allSatisfy((where, seen) -> assertThat(seen).as(where).isEqualTo(Seen.in(session, turn)));
				}
				assertThat(Seen.here()).isEqualTo(before);
				assertThat(threads.ofTasks(threads)).hasSize(4)
					.allSatisfy((where, seen) -> assertThat(seen).as(where).isEqualTo(before));
				assertThat(threads.ofReactor()).hasSize(5)
					.allSatisfy((where, seen) -> assertThat(seen).as(where).isEqualTo(before));
			});
		}
	}

	@ParameterizedTest
	@EnumSource
	@NotUnderJavaagent
	void theSpanOfAnObservationInACallStaysTheActiveOne(Surrounding surrounding) throws Exception {
		try (SurroundedApplication application = start(surrounding)) {
			application.run((context) -> {
				ThreadsOfTheApplication threads = context.getBean(ThreadsOfTheApplication.class);
				ObservationRegistry observations = context.getBean(ObservationRegistry.class);
				VoiceSession session = session(context);
				AgentTurn turn = session.startAgentTurn();
				try (Scope scope = turn.makeCurrent()) {
					Observation.createNotStarted("work", observations).observe(() -> {
						Seen inObservation = Seen.here();
						assertThat(inObservation).isEqualTo(Seen.in(session, turn).withSpan(inObservation.span()));
						assertThat(inObservation.span()).isNotEqualTo(inObservation.stage());
						assertThat(tasks(threads)).hasSize(4)
							.allSatisfy((where, seen) -> assertThat(seen).as(where).isEqualTo(inObservation));
						assertThat(threads.ofReactor()).hasSize(5)
							.allSatisfy((where, seen) -> assertThat(seen).as(where).isEqualTo(inObservation));
					});
				}
			});
		}
	}

	@ParameterizedTest
	@EnumSource
	@NotUnderJavaagent
	void anObservationOfAReactorChainIsInsideTheStageThatItBeganIn(Surrounding surrounding) throws Exception {
		try (SurroundedApplication application = start(surrounding)) {
			List<Seen> all = application.subscribe((context) -> {
				ObservationRegistry observations = context.getBean(ObservationRegistry.class);
				VoiceSession session = session(context);
				AgentTurn turn = session.startAgentTurn();
				AtomicReference<Seen> inside = new AtomicReference<>(Seen.here());
				Mono<List<Seen>> chain = Mono.defer(() -> {
					Observation observation = Observation.start("chat", observations);
					observation.scoped(() -> inside.set(Seen.here()));
					return Mono.fromCallable(Seen::here)
						.subscribeOn(Schedulers.boundedElastic())
						.doOnTerminate(observation::stop)
						.contextWrite((view) -> view.put("micrometer.observation", observation));
				}).map((seen) -> {
					List<Seen> both = new ArrayList<>();
					both.add(seen);
					both.add(Seen.here());
					return both;
				}).publishOn(Schedulers.parallel());
				return chain.contextWrite(VoiceReactorContext.of(turn)).flatMapIterable((both) -> {
					assertThat(both.get(0)).isEqualTo(Seen.in(session, turn).withSpan(inside.get().span()));
					assertThat(both.get(0).span()).isNotEqualTo(both.get(0).stage());
					assertThat(both.get(1)).isEqualTo(Seen.in(session, turn));
					return both;
				});
			});
			assertThat(all).hasSize(2);
			assertThat(application.spans()).anySatisfy((span) -> {
				assertThat(span.getName()).isEqualTo("chat");
				assertThat(span.getParentSpanId()).isEqualTo(all.get(1).stage());
			});
		}
	}

	@ParameterizedTest
	@EnumSource
	@EnabledForJreRange(min = JRE.JAVA_21)
	@NotUnderJavaagent
	void aCallArrivesOnVirtualThreads(Surrounding surrounding) throws Exception {
		try (SurroundedApplication application = surrounding.start(List.of(ThreadsOfTheApplication.class),
				ThreadsOfTheApplication.TASKS, "spring.threads.virtual.enabled=true")) {
			application.run((context) -> {
				ThreadsOfTheApplication threads = context.getBean(ThreadsOfTheApplication.class);
				VoiceSession session = session(context);
				try (Scope scope = session.makeCurrent()) {
					assertThat(threads.ofTasks(threads)).hasSize(4)
						.allSatisfy((where, seen) -> assertThat(seen).as(where).isEqualTo(Seen.in(session, session)));
				}
			});
		}
	}

	@ParameterizedTest
	@EnumSource
	void outsideOfCallsNothingIsTakenAlong(Surrounding surrounding) throws Exception {
		try (SurroundedApplication application = start(surrounding)) {
			application.run((context) -> {
				ThreadsOfTheApplication threads = context.getBean(ThreadsOfTheApplication.class);
				assertThat(tasks(threads)).hasSize(4)
					.allSatisfy((where, seen) -> assertThat(seen.isOutside()).as(where).isTrue());
			});
		}
	}

	private static SurroundedApplication start(Surrounding surrounding) {
		// A single thread: whoever comes next finds what was left there.
		return surrounding.start(List.of(ThreadsOfTheApplication.class), ThreadsOfTheApplication.TASKS,
				ThreadsOfTheApplication.REACTOR, "spring.task.execution.pool.core-size=1");
	}

	private static VoiceSession session(ApplicationContext context) {
		return context.getBean(VoiceTelemetry.class).session().id("call-1").start();
	}

	private static Map<String, Seen> tasks(ThreadsOfTheApplication threads) {
		try {
			return threads.ofTasks(threads);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
