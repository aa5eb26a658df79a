package io.voicetelemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.reactivex.rxjava3.core.Flowable;
import io.voicetelemetry.annotation.TracedOperation;
import io.voicetelemetry.test.OtlpReceiver;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that lack libraries for results that come later: the results are followed
 * with what is there.
 */
class MissingLibraryResultTests {

	@Test
	void followsResultsWithoutReactiveLibraries() throws Exception {
		assertThat(IsolatedClassPath
			.without("reactor", "reactive-streams", "rxjava", "kotlin", "spring-ai", "langchain4j", "openai-java",
					"spring-webflux", "spring-boot-webflux", "spring-boot-reactor", "reactor-netty")
			.call(DeferredResults.class)).containsExactlyInAnyOrder("future", "flow", "stream");
	}

	@Test
	void followsPublishersWithoutReactor() throws Exception {
		assertThat(IsolatedClassPath
			.without("reactor", "kotlin", "spring-ai", "langchain4j", "openai-java", "spring-webflux",
					"spring-boot-webflux", "spring-boot-reactor")
			.call(PublishedResults.class)).containsExactlyInAnyOrder("publisher", "flowable");
	}

	/**
	 * The spans of methods that return before their work is done, of an application with
	 * nothing but the JDK for that.
	 */
	static final class DeferredResults implements Callable<List<String>> {

		@Override
		public List<String> call() {
			return spansOf(DeferredBean.class, (context) -> {
				DeferredBean bean = context.getBean(DeferredBean.class);
				CompletableFuture<String> future = new CompletableFuture<>();
				bean.future(future);
				future.complete("");
				bean.flow((subscriber) -> subscriber.onComplete()).subscribe(new OneItem());
				bean.stream().toList();
			});
		}

	}

	static class DeferredBean {

		@TracedOperation
		CompletableFuture<String> future(CompletableFuture<String> future) {
			return future;
		}

		@TracedOperation
		Flow.Publisher<String> flow(Flow.Publisher<String> source) {
			return source;
		}

		@TracedOperation
		Stream<String> stream() {
			return Stream.of("");
		}

	}

	private static final class OneItem implements Flow.Subscriber<String> {

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			subscription.request(1);
		}

		@Override
		public void onNext(String item) {
		}

		@Override
		public void onError(Throwable error) {
		}

		@Override
		public void onComplete() {
		}

	}

	/**
	 * The spans of methods that return publishers, of an application with RxJava alone.
	 */
	static final class PublishedResults implements Callable<List<String>> {

		@Override
		public List<String> call() {
			return spansOf(PublishingBean.class, (context) -> {
				PublishingBean bean = context.getBean(PublishingBean.class);
				Flowable.fromPublisher(bean.publisher()).blockingLast();
				bean.flowable().toList().blockingGet();
			});
		}

	}

	static class PublishingBean {

		@TracedOperation
		Publisher<String> publisher() {
			return Flowable.just("")::subscribe;
		}

		@TracedOperation
		Flowable<String> flowable() {
			return Flowable.just("");
		}

	}

	private static List<String> spansOf(Class<?> bean, Consumer<ConfigurableApplicationContext> work) {
		List<String> names = new ArrayList<>();
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			try (ConfigurableApplicationContext context = TestApplication.run(bean,
					"--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint())) {
				work.accept(context);
			}
			receiver.spans().forEach((span) -> names.add(span.name()));
		}
		return names;
	}

}
