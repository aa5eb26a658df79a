package io.voicetelemetry.export;

import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IncomingSpansTests {

	private final EndedSpan span = endedSpan();

	@Test
	void isFullBeforeTheOldestGoesHoweverSmallTheBudget() {
		for (long spans : new long[] { 4, 50, 100, 1000, 10_000 }) {
			IncomingSpans incoming = new IncomingSpans(spans * this.span.bytes());
			int gone = 0;
			for (int added = 0; added < IncomingSpans.FULL_BATCH && !incoming.isFull(); added++) {
				gone += incoming.add(this.span);
			}
			assertThat(incoming.isFull()).isTrue();
			assertThat(gone + incoming.add(this.span)).isZero();
			assertThat(incoming.take()).isNotEmpty();
		}
	}

	@Test
	void theOldestGoesWhenTheBudgetIsSpent() {
		IncomingSpans incoming = new IncomingSpans(3 * this.span.bytes());
		int gone = 0;
		for (int added = 0; added < 5; added++) {
			gone += incoming.add(this.span);
		}
		assertThat(gone).isEqualTo(2);
		assertThat(incoming.bytes()).isEqualTo(3 * this.span.bytes());
	}

	private static EndedSpan endedSpan() {
		AtomicReference<EndedSpan> ended = new AtomicReference<>();
		SpanProcessor processor = new SpanProcessor() {

			@Override
			public void onStart(Context parentContext, ReadWriteSpan span) {
			}

			@Override
			public boolean isStartRequired() {
				return false;
			}

			@Override
			public void onEnd(ReadableSpan span) {
				ended.set(EndedSpan.of(span.toSpanData()));
			}

			@Override
			public boolean isEndRequired() {
				return true;
			}

		};
		try (SdkTracerProvider provider = SdkTracerProvider.builder().addSpanProcessor(processor).build()) {
			provider.get("test").spanBuilder("span").startSpan().end();
		}
		return ended.get();
	}

}
