package io.voicetelemetry.fence;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What code of the application can do to the thread that it runs on.
 */
class UserCodeFenceTests {

	private static final long MILLI = 1_000_000;

	private final List<String> warnings = new ArrayList<>();

	private final List<String> refused = new ArrayList<>();

	private final FenceReports reports = new FenceReports() {

		@Override
		public void refused(@Nullable String what, @Nullable Throwable error) {
			UserCodeFenceTests.this.refused.add(what + ((error != null) ? " " + error.getClass().getSimpleName() : ""));
		}

		@Override
		public void warn(String text) {
			UserCodeFenceTests.this.warnings.add(text);
		}

	};

	private long now;

	private final UserCodeFence fence = fence("The reader");

	private UserCodeFence fence(String name) {
		return new UserCodeFence(name, "its values are missing", () -> this.now);
	}

	private @Nullable String takes(long millis) {
		return this.fence.call(() -> {
			this.now += millis * MILLI;
			return "done";
		}, this.reports);
	}

	private void takesQuickly(int times) {
		for (int i = 0; i < times; i++) {
			assertThat(takes(1)).isEqualTo("done");
		}
	}

	@Test
	void givesWhatTheCodeGives() {
		assertThat(this.fence.<String>call(() -> "value", this.reports)).isEqualTo("value");
		assertThat(this.fence.<String>call(() -> null, this.reports)).isNull();
		assertThat(this.refused).isEmpty();
		assertThat(this.warnings).isEmpty();
	}

	static Stream<Throwable> thrown() {
		return Stream.of(new IllegalStateException(), new Exception(), new Error(), new NoClassDefFoundError(),
				new OutOfMemoryError(), new Throwable() {
				});
	}

	@ParameterizedTest
	@MethodSource("thrown")
	void keepsBehindItWhateverIsThrown(Throwable error) {
		assertThat(this.fence.<String>call(() -> UserCodeFenceTests.<RuntimeException, String>sneakyThrow(error),
				this.reports))
			.isNull();
		assertThat(this.refused).containsExactly(("The reader " + error.getClass().getSimpleName()));
		takesQuickly(1);
	}

	@Test
	void survivesTheEndOfTheStackWhereverItIs() throws Exception {
		Callable<Integer> endless = () -> endless(1);
		Callable<@Nullable Integer> fenced = () -> this.fence.call(endless, this.reports);
		fenced.call();
		int frames = framesLeft(0);
		for (int reserve = 0; reserve < 300; reserve++) {
			try {
				// Near the end of the stack, which is then reached in the code, in the
				// fence or on the way to it.
				atDepth(frames - reserve, fenced);
			}
			catch (StackOverflowError ex) {
				// There was no room to call the fence.
			}
			assertThat(this.fence.<String>call(() -> "value", this.reports)).isEqualTo("value");
			assertThat(fence("another").<String>call(() -> "value", this.reports)).isEqualTo("value");
		}
		assertThat(this.refused).contains("The reader StackOverflowError");
	}

	private static int endless(int depth) {
		return endless(depth + 1) + 1;
	}

	private static int framesLeft(int depth) {
		try {
			return framesLeft(depth + 1);
		}
		catch (StackOverflowError ex) {
			return depth;
		}
	}

	private static int atDepth(int depth, Callable<?> code) throws Exception {
		if (depth > 0) {
			return atDepth(depth - 1, code) + 1;
		}
		code.call();
		return 0;
	}

	@Test
	void doesNotRunInsideItself() {
		int[] runs = new int[1];
		Callable<String> recursive = new Callable<>() {

			@Override
			public String call() {
				runs[0]++;
				UserCodeFenceTests.this.fence.call(this, UserCodeFenceTests.this.reports);
				UserCodeFenceTests.this.fence.call(this, UserCodeFenceTests.this.reports);
				return "outermost";
			}

		};
		assertThat(this.fence.<String>call(recursive, this.reports)).isEqualTo("outermost");
		assertThat(runs[0]).isOne();
		assertThat(this.refused).hasSize(2)
			.allMatch((what) -> what.startsWith("The reader, called from within itself"));
	}

	@Test
	void endsRecursionThroughOthers() {
		List<UserCodeFence> fences = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			fences.add(fence("fence " + i));
		}
		int[] runs = new int[1];
		Callable<String> all = new Callable<>() {

			@Override
			public String call() {
				runs[0]++;
				fences.forEach((fence) -> fence.call(this, UserCodeFenceTests.this.reports));
				return "done";
			}

		};
		assertThat(fences.get(0).<String>call(all, this.reports)).isEqualTo("done");
		assertThat(runs[0]).isEqualTo(1 + 9 + 9 * 8 + 9 * 8 * 7);
	}

	@Test
	void isSwitchedOffAtTheThirdSlowRun() {
		assertThat(takes(50)).isEqualTo("done");
		assertThat(takes(49)).isEqualTo("done");
		assertThat(takes(60)).isEqualTo("done");
		assertThat(this.fence.isOff()).isFalse();
		assertThat(takes(70)).isEqualTo("done");
		assertThat(this.fence.isOff()).isTrue();
		assertThat(takes(1)).isNull();
		assertThat(takes(1)).isNull();
		assertThat(this.warnings).containsExactly(
				"The reader took 50 ms, for which the call had to wait: if it stays that slow, it will be switched off",
				"The reader took 70 ms, for which the call had to wait: it is switched off until the next start, "
						+ "and its values are missing");
		assertThat(this.refused).containsExactly("null", "null");
	}

	@Test
	void isSwitchedOffAtOnceWhenItTookASecond() {
		assertThat(takes(1000)).isEqualTo("done");
		assertThat(takes(1)).isNull();
		assertThat(this.warnings).singleElement().asString().contains("took 1000 ms", "switched off until");
	}

	@Test
	void isSwitchedOffTooWhenItThrowsLate() {
		this.fence.call(() -> {
			this.now += 2000 * MILLI;
			throw new IllegalStateException();
		}, this.reports);
		assertThat(this.fence.isOff()).isTrue();
		assertThat(this.refused).containsExactly("The reader IllegalStateException");
	}

	@Test
	void isForgivenSlowRunsAmongManyQuickOnes() {
		for (int i = 0; i < 20; i++) {
			takes(999);
			takesQuickly(UserCodeFence.QUICK_FOR_SLOW);
		}
		assertThat(this.fence.isOff()).isFalse();
		assertThat(this.warnings).hasSize(1);
	}

	@Test
	void isNotForgivenAmongFew() {
		takes(60);
		takesQuickly(UserCodeFence.QUICK_FOR_SLOW / 2);
		takes(60);
		takesQuickly(UserCodeFence.QUICK_FOR_SLOW / 2 - 1);
		takes(60);
		assertThat(this.fence.isOff()).isTrue();
	}

	@Test
	void isNotBlamedForWhatTookLongInsideIt() {
		UserCodeFence inner = fence("The redactor");
		assertThat(this.fence.<String>call(() -> inner.call(() -> {
			this.now += 5000 * MILLI;
			return "inner";
		}, this.reports), this.reports)).isEqualTo("inner");
		assertThat(inner.isOff()).isTrue();
		assertThat(this.fence.isOff()).isFalse();
		assertThat(takes(1000)).isEqualTo("done");
		assertThat(this.fence.isOff()).isTrue();
	}

	@Test
	void leavesTheThreadInterruptedIfItWas() {
		Thread.currentThread().interrupt();
		this.fence.call(Thread::interrupted, this.reports);
		assertThat(Thread.interrupted()).isTrue();
		this.fence.call(() -> {
			throw new InterruptedException();
		}, this.reports);
		assertThat(Thread.interrupted()).isTrue();
		this.fence.call(() -> {
			throw new IllegalStateException(new RuntimeException(new InterruptedException()));
		}, this.reports);
		assertThat(Thread.interrupted()).isTrue();
		takesQuickly(1);
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void survivesALogThatThrows() {
		FenceReports fullDisk = new FenceReports() {

			@Override
			public void refused(@Nullable String what, @Nullable Throwable error) {
				throw new IllegalStateException("disk full");
			}

			@Override
			public void warn(String text) {
				throw new StackOverflowError();
			}

		};
		assertThat(this.fence.<String>call(() -> {
			this.now += 60 * MILLI;
			return "value";
		}, fullDisk)).isEqualTo("value");
		assertThat(this.fence.<String>call(() -> {
			throw new Exception();
		}, fullDisk)).isNull();
		assertThat(this.fence.<String>call(() -> this.fence.call(() -> "inner", fullDisk), fullDisk)).isNull();
	}

	@SuppressWarnings("unchecked") // What is thrown is not checked for its type.
	private static <E extends Throwable, T> T sneakyThrow(Throwable error) throws E {
		throw (E) error;
	}

}
