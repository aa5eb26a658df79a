package io.voicetelemetry.integration.propagation;

import java.util.concurrent.atomic.LongAdder;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Takes the OpenTelemetry context of a call along wherever Micrometer's context
 * propagation reaches. Outside any voice span it does nothing: what becomes of other
 * spans is the application's to say.
 * <p>
 * It must stand behind Micrometer's own accessor of observations, which makes the spans
 * of those current: what comes last is what counts, and is undone first.
 */
final class VoiceContextAccessor implements ThreadLocalAccessor<CarriedContext> {

	static final String KEY = "io.voicetelemetry.context";

	private final Runnable whenUnused;

	private final LongAdder attached = new LongAdder();

	private volatile boolean retired;

	/**
	 * An accessor.
	 * @param whenUnused called when it was retired and nothing is attached any more
	 */
	VoiceContextAccessor(Runnable whenUnused) {
		this.whenUnused = whenUnused;
	}

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable CarriedContext getValue() {
		return this.retired ? null : CarriedContext.ofThisThread();
	}

	@Override
	public void setValue(CarriedContext value) {
		this.attached.increment();
		AttachedContext.attach(value);
	}

	@Override
	public void setValue() {
		this.attached.increment();
		AttachedContext.attachNothing();
	}

	@Override
	public void restore(CarriedContext previous) {
		restore();
	}

	@Override
	public void restore() {
		if (AttachedContext.detach()) {
			this.attached.decrement();
			if (this.retired && !isInUse()) {
				this.whenUnused.run();
			}
		}
	}

	/**
	 * Takes nothing along any more. What is attached is still to be undone.
	 */
	void retire(boolean retired) {
		this.retired = retired;
	}

	boolean isRetired() {
		return this.retired;
	}

	boolean isInUse() {
		return this.attached.sum() != 0;
	}

}
