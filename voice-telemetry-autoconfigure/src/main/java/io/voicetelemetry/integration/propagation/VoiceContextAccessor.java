package io.voicetelemetry.integration.propagation;

import java.util.concurrent.atomic.LongAdder;

import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import io.voicetelemetry.session.VoiceContext;
import org.jspecify.annotations.Nullable;

/**
 * Takes the OpenTelemetry context of a call along wherever Micrometer's context
 * propagation reaches. Outside any voice span it does nothing: what becomes of other
 * spans is the application's to say.
 * <p>
 * It must stand behind Micrometer's own accessor of observations, which makes the spans
 * of those current: what comes last is what counts, and is undone first.
 */
final class VoiceContextAccessor implements ThreadLocalAccessor<Context> {

	static final String KEY = VoiceContext.PROPAGATION_KEY;

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
	public @Nullable Context getValue() {
		return this.retired ? null : CarriedContext.ofThisThread();
	}

	@Override
	public void setValue(Context value) {
		attach(CarriedContext.of(value));
	}

	@Override
	public void setValue() {
		attach(null);
	}

	private void attach(@Nullable CarriedContext carried) {
		this.attached.increment();
		if (this.retired) {
			// Perhaps nobody will undo it any more: who retired this may have missed it.
			AttachedContext.attachAsItIs();
		}
		else if (carried != null) {
			AttachedContext.attach(carried);
		}
		else {
			AttachedContext.attachNothing();
		}
	}

	@Override
	public void restore(Context previous) {
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
