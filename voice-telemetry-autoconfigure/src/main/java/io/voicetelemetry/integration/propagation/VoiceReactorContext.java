package io.voicetelemetry.integration.propagation;

import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * A stage of a call in the context of a Reactor chain, for code that has the handle and
 * runs outside of its stage: {@code flux.contextWrite(VoiceReactorContext.of(turn))}.
 * What the chain does above of that runs in the stage, on whatever thread, with
 * {@code spring.reactor.context-propagation=auto}; with {@code limited} only what is in
 * {@code handle} and {@code tap}. It has no effect where
 * {@code voice.telemetry.propagation.enabled} is {@code false}.
 *
 * @since 0.1
 */
public final class VoiceReactorContext {

	private VoiceReactorContext() {
	}

	/**
	 * The entries that have a chain run in a stage.
	 * @param stage the stage; with {@code null}, and with a handle that does nothing,
	 * there are none
	 * @return the entries
	 */
	public static ContextView of(@Nullable VoiceSpan stage) {
		if (stage == null || VoiceContext.span(stage.context()) == null) {
			return Context.empty();
		}
		return Context.of(VoiceContextAccessor.KEY, CarriedContext.of(stage));
	}

	/**
	 * The stage that a chain runs in.
	 * @param context the context of the chain
	 * @return the stage, or {@code null} if it is in none that is known
	 */
	public static @Nullable VoiceSpan stage(@Nullable ContextView context) {
		Object carried = (context != null) ? context.getOrDefault(VoiceContextAccessor.KEY, null) : null;
		return (carried instanceof io.opentelemetry.context.Context known) ? VoiceContext.span(known) : null;
	}

}
