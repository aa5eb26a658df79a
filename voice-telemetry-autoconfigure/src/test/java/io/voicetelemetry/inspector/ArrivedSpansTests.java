package io.voicetelemetry.inspector;

import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.export.ForeignContentRedaction;
import io.voicetelemetry.export.StartedSpan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What waits to be given to its session.
 */
class ArrivedSpansTests {

	private final InspectorLimits limits = new InspectorLimits(10, 2_000_000);

	private final ArrivedSpans arrived = new ArrivedSpans(this.limits,
			new ForeignContentRedaction(ContentPolicy::none));

	private final AtomicInteger given = new AtomicInteger();

	@Test
	void nobodyWorksLongForOthers() {
		long some = this.limits.arrivedBytes() / KeptSession.BYTES_OF_AN_OPEN_SPAN;
		for (int i = 0; i < some; i++) {
			this.arrived.add(new Undecided(this.given));
		}
		assertThat(this.given).as("there is room").hasValue(0);
		this.arrived.add(new Undecided(this.given));
		assertThat(this.given).hasValue(ArrivedSpans.GIVEN_AWAY_BY_A_CALL);
		this.arrived.settle();
		assertThat(this.given).hasValueGreaterThan((int) some);
	}

	@Test
	void whatSaysNothingOfItsSessionIsCountedAndLimited() {
		for (int i = 0; i < 100_000; i++) {
			this.arrived.add(new Undecided(this.given));
			assertThat(this.arrived.waitingBytes()).isLessThanOrEqualTo(2 * this.limits.arrivedBytes());
		}
		this.arrived.settle();
		assertThat(this.arrived.waitingBytes())
			.isEqualTo((long) this.limits.undecided() * KeptSession.BYTES_OF_AN_OPEN_SPAN)
			.isPositive()
			.isLessThanOrEqualTo(this.limits.arrivedBytes() / 4);
	}

	/**
	 * A span that never says of what session it is.
	 *
	 * @param asked how often it was asked
	 */
	private record Undecided(AtomicInteger asked) implements StartedSpan {

		@Override
		public SpanContext context() {
			return SpanContext.getInvalid();
		}

		@Override
		public <T> @Nullable T attribute(AttributeKey<T> key) {
			this.asked.incrementAndGet();
			return null;
		}

		@Override
		public boolean hasEnded() {
			return false;
		}

		@Override
		public @Nullable SpanData toSpanData() {
			return null;
		}

	}

}
