package io.voicetelemetry.session;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A result that may be there before its stage was told of it, because whoever has it
 * tells others first.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface UntoldResult {

	/**
	 * Has the stage told if the result is there. Called by who ends the session, on whose
	 * thread the result is read then.
	 * @param deadline until when, by {@link System#nanoTime}, to wait for another thread
	 * that is just telling
	 */
	void tellIfThere(long deadline);

	/**
	 * Has the session of a stage ask for this before it ends. It does not keep this from
	 * being collected.
	 * @param stage the context of the stage
	 */
	default void addTo(Context stage) {
		SessionHandle session = sessionAround(stage);
		if (session != null) {
			session.untoldResults().add(this);
		}
	}

	/**
	 * Says that the stage was told.
	 * @param stage the context of the stage
	 */
	default void removeFrom(Context stage) {
		SessionHandle session = sessionAround(stage);
		if (session != null) {
			session.untoldResults().remove(this);
		}
	}

	private static @Nullable SessionHandle sessionAround(Context stage) {
		SpanHandle handle = stage.get(VoiceContext.HANDLE);
		return (handle != null && handle.session != handle) ? handle.session : null;
	}

}
