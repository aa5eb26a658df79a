package io.voicetelemetry.integration.propagation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ways in which code of an application gets to another thread that Boot, Spring and
 * Reactor know of, each to look what is known there.
 */
@EnableAsync
class ThreadsOfTheApplication {

	static final String TASKS = "spring.task.execution.propagate-context=true";

	static final String REACTOR = "spring.reactor.context-propagation=auto";

	private final AsyncTaskExecutor executor;

	private final SimpleAsyncTaskExecutorBuilder builder;

	ThreadsOfTheApplication(AsyncTaskExecutor executor, SimpleAsyncTaskExecutorBuilder builder) {
		this.executor = executor;
		this.builder = builder;
	}

	@Async
	CompletableFuture<Seen> async() {
		return CompletableFuture.completedFuture(Seen.here());
	}

	/**
	 * What is known on threads that tasks are given to.
	 */
	Map<String, Seen> ofTasks(ThreadsOfTheApplication proxy) throws Exception {
		Map<String, Seen> seen = new LinkedHashMap<>();
		seen.put("@Async", proxy.async().get(30, TimeUnit.SECONDS));
		seen.put("Boot's executor", this.executor.submit((Callable<Seen>) Seen::here).get(30, TimeUnit.SECONDS));
		seen.put("Boot's executor, a completable future",
				CompletableFuture.supplyAsync(Seen::here, this.executor).get(30, TimeUnit.SECONDS));
		seen.put("an executor of Boot's builder",
				this.builder.build().submit((Callable<Seen>) Seen::here).get(30, TimeUnit.SECONDS));
		return seen;
	}

	/**
	 * What is known in operators of Reactor.
	 */
	Map<String, Seen> ofReactor() {
		Map<String, Seen> seen = new LinkedHashMap<>();
		seen.put("subscribeOn", see(Mono.fromCallable(Seen::here).subscribeOn(Schedulers.boundedElastic())));
		seen.put("publishOn", see(Mono.just(1).publishOn(Schedulers.parallel()).map((value) -> Seen.here())));
		seen.put("delay", see(Mono.just(1).delayElement(java.time.Duration.ofMillis(1)).map((value) -> Seen.here())));
		seen.put("parallel", see(
				Flux.range(0, 4).parallel(2).runOn(Schedulers.parallel()).map((value) -> Seen.here()).sequential()));
		seen.put("flatMap", see(Flux.range(0, 4)
			.flatMap((value) -> Mono.fromCallable(Seen::here).subscribeOn(Schedulers.boundedElastic()))));
		return seen;
	}

	private static Seen see(Mono<Seen> looking) {
		return see(looking.flux());
	}

	/**
	 * What was seen, which is the same on all threads.
	 */
	private static Seen see(Flux<Seen> looking) {
		Queue<Map.Entry<String, Seen>> all = new ConcurrentLinkedQueue<>();
		looking.doOnNext((seen) -> all.add(Map.entry(Thread.currentThread().getName(), seen)))
			.subscribeOn(Schedulers.boundedElastic())
			.blockLast();
		Seen first = all.element().getValue();
		assertThat(all).allSatisfy((seen) -> assertThat(seen.getValue()).as(seen.getKey()).isEqualTo(first));
		return first;
	}

}
