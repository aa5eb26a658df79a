package io.voicetelemetry.stream;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Reactive Streams demand of publishers, of those that are followed. The suite is
 * TestNG's, so that it is run by hand here.
 */
class ReactiveStreamsTckTests {

	/**
	 * How long the suite waits for what should not come; what should come, comes at once.
	 */
	private static final long TIMEOUT_MILLIS = 200;

	@TestFactory
	Stream<DynamicTest> verifiesPublishers() {
		return tests(() -> new OfPublisher((elements) -> FollowedPublishers
			.follow((Publisher<Integer>) range(elements)::subscribe, TestStage.noting()), Long.MAX_VALUE - 1));
	}

	@TestFactory
	Stream<DynamicTest> verifiesFluxes() {
		return tests(() -> new OfPublisher((elements) -> FollowedPublishers.follow(range(elements), TestStage.noting()),
				Long.MAX_VALUE - 1));
	}

	@TestFactory
	Stream<DynamicTest> verifiesUnfusedFluxes() {
		return tests(() -> new OfPublisher(
				(elements) -> FollowedPublishers.follow(range(elements).hide(), TestStage.noting()),
				Long.MAX_VALUE - 1));
	}

	@TestFactory
	Stream<DynamicTest> verifiesMonos() {
		return tests(() -> new OfPublisher(
				(elements) -> FollowedPublishers.follow(range(elements).next(), TestStage.noting()), 1));
	}

	@TestFactory
	Stream<DynamicTest> verifiesFlowPublishers() {
		return tests(OfFlowPublisher::new);
	}

	private static Flux<Integer> range(long elements) {
		return (elements <= Integer.MAX_VALUE) ? Flux.range(0, (int) elements) : Flux.generate((sink) -> sink.next(0));
	}

	private static Stream<DynamicTest> tests(Factory suite) {
		Method[] tests = Arrays.stream(suite.create().getClass().getMethods())
			.filter((method) -> method.isAnnotationPresent(Test.class) && !method.getName().startsWith("untested"))
			.sorted(Comparator.comparing(Method::getName))
			.toArray(Method[]::new);
		assertThat(tests.length).isGreaterThan(20);
		return Arrays.stream(tests).map((test) -> DynamicTest.dynamicTest(test.getName(), () -> run(suite, test)));
	}

	private static void run(Factory factory, Method test) throws Throwable {
		Object suite = factory.create();
		suite.getClass().getMethod("setUp").invoke(suite);
		try {
			test.invoke(suite);
		}
		catch (InvocationTargetException ex) {
			Assumptions.assumeFalse(ex.getCause() instanceof SkipException, () -> ex.getCause().getMessage());
			throw ex.getCause();
		}
	}

	/**
	 * Makes a suite.
	 */
	private interface Factory {

		Object create();

	}

	/**
	 * Makes what is verified.
	 */
	private interface Publishers {

		Publisher<Integer> of(long elements);

	}

	/**
	 * The suite for publishers.
	 */
	public static final class OfPublisher extends PublisherVerification<Integer> {

		private final Publishers publishers;

		private final long max;

		OfPublisher(Publishers publishers, long max) {
			super(new TestEnvironment(TIMEOUT_MILLIS, 5));
			this.publishers = publishers;
			this.max = max;
		}

		@Override
		public Publisher<Integer> createPublisher(long elements) {
			return this.publishers.of(elements);
		}

		@Override
		public Publisher<Integer> createFailedPublisher() {
			return FollowedPublishers.follow(Mono.error(new IllegalStateException()), TestStage.noting());
		}

		@Override
		public long maxElementsFromPublisher() {
			return this.max;
		}

	}

	/**
	 * The suite for publishers of the JDK.
	 */
	public static final class OfFlowPublisher extends FlowPublisherVerification<Integer> {

		OfFlowPublisher() {
			super(new TestEnvironment(TIMEOUT_MILLIS, 5));
		}

		@Override
		public Flow.Publisher<Integer> createFlowPublisher(long elements) {
			return follow(range(elements));
		}

		@Override
		public Flow.Publisher<Integer> createFailedFlowPublisher() {
			return follow(Flux.error(new IllegalStateException()));
		}

		private static Flow.Publisher<Integer> follow(Flux<Integer> source) {
			return new FollowedFlowPublisher<>(FlowAdapters.toFlowPublisher(source), TestStage.noting());
		}

	}

}
