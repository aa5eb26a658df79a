package io.voicetelemetry.otlp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RequestBodyTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 65_535, 65_536, 65_537, 5_000_000 })
	void handsOverAllOnce(int length) throws Exception {
		byte[] request = new byte[length];
		new Random(length).nextBytes(request);
		RequestBody body = new RequestBody(request);
		assertThat(body.contentLength()).isEqualTo(length);
		ExecutorService others = Executors.newFixedThreadPool(2);
		try {
			for (Executor executor : new Executor[] { Runnable::run, others }) {
				// A request may be sent a second time.
				for (long wanted : new long[] { 1, 3, Long.MAX_VALUE }) {
					Collecting collecting = new Collecting(executor, wanted);
					body.subscribe(collecting);
					assertThat(collecting.collected.get(30, TimeUnit.SECONDS)).isEqualTo(request);
				}
			}
		}
		finally {
			others.shutdown();
		}
	}

	@Test
	void endsWhenItIsCancelled() {
		Collecting collecting = new Collecting((asking) -> {
		}, 1);
		new RequestBody(new byte[200_000]).subscribe(collecting);
		collecting.subscription().request(1);
		collecting.subscription().cancel();
		collecting.subscription().request(1);
		assertThat(collecting.bytes.size()).isEqualTo(65_536);
		assertThat(collecting.collected).isNotDone();
	}

	@Test
	void failsIfNothingIsAskedFor() {
		Collecting collecting = new Collecting((asking) -> {
		}, 1);
		new RequestBody(new byte[200_000]).subscribe(collecting);
		collecting.subscription().request(0);
		collecting.subscription().request(1);
		assertThat(collecting.bytes.size()).isZero();
		assertThat(collecting.collected).isCompletedExceptionally();
	}

	private static final class Collecting implements Subscriber<ByteBuffer> {

		private final CompletableFuture<byte[]> collected = new CompletableFuture<>();

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private final Executor executor;

		private final long wanted;

		private @Nullable Subscription subscription;

		Collecting(Executor executor, long wanted) {
			this.executor = executor;
			this.wanted = wanted;
		}

		Subscription subscription() {
			Subscription subscription = this.subscription;
			assertThat(subscription).isNotNull();
			return subscription;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			this.executor.execute(() -> subscription.request(this.wanted));
		}

		@Override
		public void onNext(ByteBuffer part) {
			byte[] copy = new byte[part.remaining()];
			part.get(copy);
			this.bytes.writeBytes(copy);
			this.executor.execute(() -> subscription().request(this.wanted));
		}

		@Override
		public void onError(Throwable error) {
			this.collected.completeExceptionally(error);
		}

		@Override
		public void onComplete() {
			this.collected.complete(this.bytes.toByteArray());
		}

	}

}
