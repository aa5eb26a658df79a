package io.voicetelemetry.metrics;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ObjLongConsumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * The meters with the same tags and the same values of them. Each is registered when
 * there is something to tell: a counter at 0 would say that nothing was used where in
 * truth nothing is known. Nothing of this throws. Thread-safe.
 */
final class MeterRow implements ObjLongConsumer<TokenType> {

	private static final long UNKNOWN = -1;

	private final MeterFactory factory;

	private final Tags tags;

	private final AtomicReferenceArray<@Nullable Meter> meters;

	MeterRow(MeterFactory factory, Tags tags, int slots) {
		this.factory = factory;
		this.tags = tags;
		this.meters = new AtomicReferenceArray<>(slots);
	}

	void increment(VoiceMeter meter) {
		count(meter, 1);
	}

	void count(VoiceMeter meter, double amount) {
		count(meter.spec(), meter.slot(), null, 0, amount);
	}

	void count(VoiceMeter meter, OptionalLong amount) {
		if (amount.isPresent()) {
			count(meter, amount.getAsLong());
		}
	}

	void count(VoiceMeter meter, OptionalDouble amount) {
		if (amount.isPresent()) {
			count(meter, amount.getAsDouble());
		}
	}

	void count(VoiceMeter meter, int variant, long amount) {
		count(meter.spec(), meter.slot() + variant, meter.variants(), variant, amount);
	}

	/**
	 * Counts what is known of a language model's tokens: of most types, nothing is.
	 */
	void countTokens(TokenUsage tokens) {
		tokens.forEach(this);
	}

	/**
	 * Counts tokens of one type. The row is what goes through them, so that no call makes
	 * an object for that.
	 */
	@Override
	public void accept(TokenType type, long tokens) {
		if (type == TokenType.INPUT) {
			count(VoiceMeter.LLM_TOKENS_INPUT, tokens);
		}
		else if (type == TokenType.OUTPUT) {
			count(VoiceMeter.LLM_TOKENS_OUTPUT, tokens);
		}
		else {
			count(VoiceMeter.LLM_TOKENS_DETAIL, type.ordinal(), tokens);
		}
	}

	void countInputAndOutput(VoiceMeter meter, TokenUsage tokens) {
		count(meter, TokenType.INPUT.ordinal(), tokens.count(TokenType.INPUT, 0));
		count(meter, TokenType.OUTPUT.ordinal(), tokens.count(TokenType.OUTPUT, 0));
	}

	void record(VoiceMeter meter, double value) {
		record(meter.spec(), meter.slot(), null, 0, value);
	}

	void record(VoiceMeter meter, OptionalDouble value) {
		if (value.isPresent()) {
			record(meter, value.getAsDouble());
		}
	}

	void recordInputAndOutput(VoiceMeter meter, TokenUsage tokens) {
		recordIfKnown(meter, TokenType.INPUT.ordinal(), tokens.count(TokenType.INPUT, UNKNOWN));
		recordIfKnown(meter, TokenType.OUTPUT.ordinal(), tokens.count(TokenType.OUTPUT, UNKNOWN));
	}

	private void recordIfKnown(VoiceMeter meter, int variant, long value) {
		if (value != UNKNOWN) {
			record(meter, variant, value);
		}
	}

	void record(VoiceMeter meter, int variant, double value) {
		record(meter.spec(), meter.slot() + variant, meter.variants(), variant, value);
	}

	/**
	 * Counts with the only meter of a row of the application's own.
	 */
	void count(MeterSpec spec, double amount) {
		count(spec, 0, null, 0, amount);
	}

	/**
	 * Records with the only meter of a row of the application's own.
	 */
	void record(MeterSpec spec, double value) {
		record(spec, 0, null, 0, value);
	}

	private void count(MeterSpec spec, int slot, @Nullable Variants variants, int variant, double amount) {
		if (amount == 0) {
			return;
		}
		try {
			Meter meter = this.meters.get(slot);
			if (meter == null) {
				meter = this.factory.counter(spec, tags(variants, variant));
				this.meters.set(slot, meter);
			}
			((Counter) meter).increment(amount);
		}
		catch (Throwable ex) {
			this.factory.failed(spec.name(), ex);
		}
	}

	private void record(MeterSpec spec, int slot, @Nullable Variants variants, int variant, double value) {
		try {
			Meter meter = this.meters.get(slot);
			if (meter == null) {
				Tags tags = tags(variants, variant);
				meter = (spec.kind() == MeterKind.TIMER) ? this.factory.timer(spec, tags)
						: this.factory.summary(spec, tags);
				this.meters.set(slot, meter);
			}
			if (spec.kind() == MeterKind.TIMER) {
				((Timer) meter).record(Math.round(value * 1e9), TimeUnit.NANOSECONDS);
			}
			else {
				((DistributionSummary) meter).record(value);
			}
		}
		catch (Throwable ex) {
			this.factory.failed(spec.name(), ex);
		}
	}

	private Tags tags(@Nullable Variants variants, int variant) {
		return (variants != null) ? this.tags.and(variants.key(), variants.values().get(variant)) : this.tags;
	}

}
