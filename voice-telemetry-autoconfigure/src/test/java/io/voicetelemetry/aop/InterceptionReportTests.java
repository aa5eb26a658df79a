package io.voicetelemetry.aop;

import java.io.FileInputStream;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.IntStream;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleSource;
import io.voicetelemetry.annotation.TracedOperation;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.annotation.TracedUserTurn;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.ParallelFlux;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said about methods that cannot, or not wholly, be traced.
 */
class InterceptionReportTests {

	@Test
	void saysWhatCannotBeInterceptedAndWhy() {
		assertThat(reportOf(Uninterceptable.class)).containsExactly(
				"InterceptionReportTests.FinalBean.work (the class is final)",
				"InterceptionReportTests.FinalMethod.work (the method is final)",
				"InterceptionReportTests.FinalMethodBeside.work (its class has the final method size, which would fail on a proxy)",
				"InterceptionReportTests.PrivateMethod.hidden (the method is private)",
				"InterceptionReportTests.StaticMethod.work (the method is static)");
	}

	@Test
	void leavesFinalMethodsWorking() {
		try (AopTestContext context = AopTestContext.of(Uninterceptable.class)) {
			assertThat(context.bean(FinalMethodBeside.class).size()).isOne();
		}
	}

	@Test
	void saysWhatIsSelfInvoked() {
		assertThat(reportOf(SelfInvoking.class)).containsExactly(
				"InterceptionReportTests.Caller.inner (where it is self-invoked, from InterceptionReportTests.Caller.lambda$outer$0)",
				"InterceptionReportTests.Caller.inner (where it is self-invoked, from InterceptionReportTests.Caller.outer)");
	}

	@Test
	void saysThatTemplateMethodsOfWebSocketHandlersAreSelfInvoked() {
		assertThat(reportOf(Socket.class)).singleElement()
			.asString()
			.contains("Handler.handleTextMessage", "self-invoked", "AbstractWebSocketHandler.handleMessage");
	}

	@Test
	void saysWhichSpansEndBeforeTheirWork() {
		assertThat(reportOf(Deferred.class)).containsExactly(
				"InterceptionReportTests.Streams.callable (its span ends when the method returns, before the Callable does)",
				"InterceptionReportTests.Streams.connectable (its span ends when the method returns, before the ConnectableFlux does)",
				"InterceptionReportTests.Streams.coroutine (its span ends when the method returns, before the Deferred does)",
				"InterceptionReportTests.Streams.file (its span ends when the method returns, before the FileInputStream does)",
				"InterceptionReportTests.Streams.future (its span ends when somebody gets the result of the Future, or cancels it)",
				"InterceptionReportTests.Streams.iterable (its span ends when somebody has iterated over the Iterable to its end)",
				"InterceptionReportTests.Streams.kotlin (its span ends when the method returns, before the SharedFlow does)",
				"InterceptionReportTests.Streams.parallel (its span ends when the method returns, before the ParallelFlux does)",
				"InterceptionReportTests.Streams.scheduled (its span ends when the method returns, before the ScheduledFuture does)",
				"InterceptionReportTests.Streams.source (its span ends when the method returns, before the SingleSource does)");
	}

	@Test
	void saysNothingOfResultsThatAreFollowed() {
		assertThat(reportOf(Followed.class)).isEmpty();
	}

	private static List<String> reportOf(Class<?> configuration) {
		try (AopTestContext context = AopTestContext.of(configuration)) {
			return context.report();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Uninterceptable {

		@Bean
		FinalBean finalBean() {
			return new FinalBean();
		}

		@Bean
		FinalMethod finalMethod() {
			return new FinalMethod();
		}

		@Bean
		FinalMethodBeside finalMethodBeside() {
			return new FinalMethodBeside();
		}

		@Bean
		PrivateMethod privateMethod() {
			return new PrivateMethod();
		}

		@Bean
		StaticMethod staticMethod() {
			return new StaticMethod();
		}

	}

	static final class FinalBean {

		@TracedOperation
		void work() {
		}

	}

	static class FinalMethod {

		@TracedOperation
		final void work() {
		}

	}

	static class FinalMethodBeside {

		private final List<String> fields = List.of("one");

		@TracedOperation
		void work() {
		}

		final int size() {
			return this.fields.size();
		}

	}

	static class PrivateMethod {

		@TracedOperation
		private void hidden() {
		}

	}

	static class StaticMethod {

		@TracedOperation
		static void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SelfInvoking {

		@Bean
		Caller caller() {
			return new Caller();
		}

	}

	static class Caller {

		void outer() {
			inner();
			Runnable later = () -> inner();
			later.run();
		}

		@TracedTool
		void inner() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Socket {

		@Bean
		Handler handler() {
			return new Handler();
		}

	}

	static class Handler extends TextWebSocketHandler {

		@Override
		@TracedUserTurn
		protected void handleTextMessage(WebSocketSession session, TextMessage message) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Deferred {

		@Bean
		Streams streams() {
			return new Streams();
		}

	}

	static class Streams {

		@TracedOperation
		Future<String> future() {
			throw new IllegalStateException();
		}

		@TracedOperation
		Iterable<String> iterable() {
			throw new IllegalStateException();
		}

		@TracedOperation
		kotlinx.coroutines.flow.SharedFlow<String> kotlin() {
			throw new IllegalStateException();
		}

		@TracedOperation
		kotlinx.coroutines.Deferred<String> coroutine() {
			throw new IllegalStateException();
		}

		@TracedOperation
		ScheduledFuture<String> scheduled() {
			throw new IllegalStateException();
		}

		@TracedOperation
		ConnectableFlux<String> connectable() {
			throw new IllegalStateException();
		}

		@TracedOperation
		ParallelFlux<String> parallel() {
			throw new IllegalStateException();
		}

		@TracedOperation
		SingleSource<String> source() {
			throw new IllegalStateException();
		}

		@TracedOperation
		FileInputStream file() {
			throw new IllegalStateException();
		}

		@TracedOperation
		Callable<String> callable() {
			throw new IllegalStateException();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Followed {

		@Bean
		FollowedStreams streams() {
			return new FollowedStreams();
		}

	}

	static class FollowedStreams {

		@TracedOperation
		kotlinx.coroutines.flow.Flow<String> kotlin() {
			throw new IllegalStateException();
		}

		@TracedOperation
		CompletableFuture<String> future() {
			return CompletableFuture.completedFuture("");
		}

		@TracedOperation
		Flow.Publisher<String> flow() {
			throw new IllegalStateException();
		}

		@TracedOperation
		Publisher<String> publisher() {
			throw new IllegalStateException();
		}

		@TracedOperation
		Mono<String> mono() {
			return Mono.empty();
		}

		@TracedOperation
		Flux<String> flux() {
			return Flux.empty();
		}

		@TracedOperation
		Single<String> single() {
			throw new IllegalStateException();
		}

		@TracedOperation
		Flowable<String> flowable() {
			throw new IllegalStateException();
		}

		@TracedOperation
		Iterator<String> iterator() {
			return List.<String>of().iterator();
		}

		@TracedOperation
		java.io.InputStream stream() {
			return java.io.InputStream.nullInputStream();
		}

		@TracedOperation
		IntStream ints() {
			return IntStream.empty();
		}

		@TracedOperation
		List<String> list() {
			return List.of();
		}

	}

}
