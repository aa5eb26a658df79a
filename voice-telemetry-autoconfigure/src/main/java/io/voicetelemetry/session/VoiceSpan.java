package io.voicetelemetry.session;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a call while it runs, and the span that records it. Every method may be
 * called from any thread, in any order, at any time: none throws, none blocks, and what
 * comes too late or makes no sense is counted ({@link VoiceTelemetry#refusals()}) and
 * otherwise ignored. A stage ends once; later ends are counted.
 * <p>
 * A stage whose children still run when it is ended ends with the last of them, at the
 * latest with its session.
 * <p>
 * Times are taken from the session's clock: give those that {@link #now()} gave.
 *
 * @since 0.1
 */
public interface VoiceSpan {

	/**
	 * The innermost voice span of this thread.
	 * @return the span, or one that does nothing if there is none
	 */
	static VoiceSpan current() {
		VoiceSpan current = VoiceContext.span(Context.current());
		return (current != null) ? current : NoopHandles.OPERATION;
	}

	/**
	 * Which stage of the call this is.
	 * @return the stage
	 */
	Stage stage();

	/**
	 * The ids of the OpenTelemetry span.
	 * @return the ids, invalid if nothing is recorded
	 */
	SpanContext spanContext();

	/**
	 * The OpenTelemetry context in which code of this stage runs. Nothing is active in it
	 * but this span, the baggage that was current when the stage began, and the stage.
	 * @return the context
	 */
	Context context();

	/**
	 * Whether the stage has begun and not ended.
	 * @return {@code true} while it runs
	 */
	boolean isOpen();

	/**
	 * Whether what is said here is recorded: not when the session was sampled out.
	 * @return {@code true} if it is
	 */
	boolean isRecording();

	/**
	 * Whether figures are taken here: also where nothing is recorded, because the session
	 * was sampled out.
	 * @return {@code true} if they are
	 */
	boolean isMeasured();

	/**
	 * Reports figures that only the application knows: those of a model that judges
	 * interruptions, say. They are counted and told as all others.
	 * @param metrics makes the figures, given where they come from: this stage
	 * @return this
	 */
	VoiceSpan report(@Nullable Function<MetricsOrigin, VoiceMetrics> metrics);

	/**
	 * Whether what was said may be recorded here: only then is it worth to build a text.
	 * @return {@code true} if it may
	 */
	boolean capturesContent();

	/**
	 * Has no content recorded from now on, here and in all that is under this, whatever
	 * the configuration: of a session, in the rest of the call. What was recorded before
	 * stays, and nothing switches it on again.
	 * @return this
	 */
	VoiceSpan suppressContent();

	/**
	 * The time on the session's clock.
	 * @return the time
	 */
	Instant now();

	/**
	 * Sets an attribute of this project's vocabulary.
	 * @param <T> the type of the value
	 * @param attribute the attribute
	 * @param value the value; {@code null} leaves the attribute absent
	 * @return this
	 */
	<T> VoiceSpan set(@Nullable TelemetryAttribute<T> attribute, @Nullable T value);

	/**
	 * Sets an attribute of the application's own; a key that names content is treated as
	 * such.
	 * @param key the key
	 * @param value the value; {@code null} leaves the attribute absent
	 * @return this
	 */
	VoiceSpan setAttribute(@Nullable String key, @Nullable String value);

	/**
	 * Sets an attribute of the application's own.
	 * @param key the key
	 * @param value the value
	 * @return this
	 */
	VoiceSpan setAttribute(@Nullable String key, long value);

	/**
	 * Sets an attribute of the application's own.
	 * @param key the key
	 * @param value the value; only a finite one is recorded
	 * @return this
	 */
	VoiceSpan setAttribute(@Nullable String key, double value);

	/**
	 * Sets an attribute of the application's own.
	 * @param key the key
	 * @param value the value
	 * @return this
	 */
	VoiceSpan setAttribute(@Nullable String key, boolean value);

	/**
	 * Sets an attribute of the application's own that holds what was said: recorded only
	 * when content may be captured.
	 * @param key the key
	 * @param text the text
	 * @return this
	 */
	VoiceSpan setContent(@Nullable String key, @Nullable String text);

	/**
	 * Sets content of this project's vocabulary that is a message, as the JSON that the
	 * GenAI conventions ask for.
	 * @param attribute the attribute, {@link TelemetryAttributes#INPUT_MESSAGES} say
	 * @param role who said it: {@code user} or {@code assistant}, say
	 * @param text what was said; {@code null} leaves the attribute absent
	 * @return this
	 */
	VoiceSpan setMessage(@Nullable TelemetryAttribute<String> attribute, @Nullable String role, @Nullable String text);

	/**
	 * Sets content of this project's vocabulary that is a conversation, as the JSON that
	 * the GenAI conventions ask for. Where it has more texts than may be on a span, the
	 * last messages are kept, and how many are left out is said.
	 * @param attribute the attribute, {@link TelemetryAttributes#INPUT_MESSAGES} say
	 * @param messages the messages; {@code null} or none leave the attribute absent
	 * @return this
	 */
	VoiceSpan setMessages(@Nullable TelemetryAttribute<String> attribute, @Nullable List<ChatMessage> messages);

	/**
	 * Adds an event without attributes.
	 * @param name the event's name, never content
	 * @return this
	 */
	VoiceSpan addEvent(@Nullable String name);

	/**
	 * Begins bounded work of the product's own under this stage.
	 * @param name the span's name, never content
	 * @return the work
	 */
	VoiceSpan startOperation(@Nullable String name);

	/**
	 * Ends the stage: it did what it was asked to.
	 */
	void end();

	/**
	 * Ends the stage at a time that has passed.
	 * @param at when it ended; {@code null} is now
	 */
	void end(@Nullable Instant at);

	/**
	 * Ends the stage: it failed.
	 * @param error why; its message and stack trace are content
	 */
	void fail(@Nullable Throwable error);

	/**
	 * Ends the stage: it was cut off.
	 */
	void cancel();

	/**
	 * Ends the stage at a time that has passed: it was cut off.
	 * @param at when; {@code null} is now
	 */
	void cancel(@Nullable Instant at);

	/**
	 * Makes this stage the current one of the thread until the scope is closed, in a
	 * {@code try} block. Never keep a scope open across a callback.
	 * @return the scope
	 */
	default Scope makeCurrent() {
		return context().makeCurrent();
	}

	/**
	 * Runs work in this stage and ends it: with success, or with the error that the work
	 * threw, which goes on to the caller. Work that was cancelled or interrupted was cut
	 * off and did not fail.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return its result
	 * @throws Exception what the work threw
	 */
	default <T> @Nullable T call(@Nullable Callable<? extends @Nullable T> work) throws Exception {
		if (work == null) {
			end();
			return null;
		}
		try (Scope scope = makeCurrent()) {
			T result = work.call();
			end();
			return result;
		}
		catch (Throwable ex) {
			SpanEnd.end(this, ex);
			throw ex;
		}
	}

	/**
	 * Runs work in this stage and ends it: with success, or with the error that the work
	 * threw, which goes on to the caller. Work that was cancelled or interrupted was cut
	 * off and did not fail.
	 * @param work the work
	 */
	default void run(@Nullable Runnable work) {
		if (work == null) {
			end();
			return;
		}
		try (Scope scope = makeCurrent()) {
			work.run();
			end();
		}
		catch (Throwable ex) {
			SpanEnd.end(this, ex);
			throw ex;
		}
	}

	/**
	 * Makes a task run in this stage, on whatever thread. The stage is not ended.
	 * @param task the task
	 * @return the task in this stage
	 */
	default Runnable wrapRunnable(@Nullable Runnable task) {
		return context().wrap((task != null) ? task : () -> {
		});
	}

	/**
	 * Makes a task run in this stage, on whatever thread. The stage is not ended.
	 * @param <T> the type of the result
	 * @param task the task
	 * @return the task in this stage
	 */
	default <T> Callable<T> wrapCallable(Callable<T> task) {
		return context().wrap(task);
	}

	/**
	 * Makes a supplier run in this stage, on whatever thread. The stage is not ended.
	 * @param <T> the type of the result
	 * @param supplier the supplier
	 * @return the supplier in this stage
	 */
	default <T> Supplier<T> wrapSupplier(Supplier<T> supplier) {
		return context().wrapSupplier(supplier);
	}

	/**
	 * Makes a consumer run in this stage, on whatever thread: a callback of a speech
	 * service, say. The stage is not ended.
	 * @param <T> the type of the argument
	 * @param consumer the consumer
	 * @return the consumer in this stage
	 */
	default <T> Consumer<T> wrapConsumer(Consumer<T> consumer) {
		return context().wrapConsumer(consumer);
	}

	/**
	 * Makes a function run in this stage, on whatever thread. The stage is not ended.
	 * @param <T> the type of the argument
	 * @param <R> the type of the result
	 * @param function the function
	 * @return the function in this stage
	 */
	default <T, R> Function<T, R> wrapFunction(Function<T, R> function) {
		return context().wrapFunction(function);
	}

	/**
	 * Makes everything given to an executor run in this stage. The stage is not ended.
	 * @param executor the executor
	 * @return the executor in this stage
	 */
	default Executor wrapExecutor(Executor executor) {
		return context().wrap(executor);
	}

}
