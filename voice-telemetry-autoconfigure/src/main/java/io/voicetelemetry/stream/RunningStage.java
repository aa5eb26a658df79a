package io.voicetelemetry.stream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.opentelemetry.context.Context;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.StreamedText;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * A stage whose result comes after its method has returned: it is told each item and, as
 * often as anybody likes, that it is over, of which the first counts. Ends may be told by
 * any thread, items by one at a time. Nothing here throws.
 *
 * @since 0.1
 */
public abstract class RunningStage {

	private static final VarHandle READING;

	private static final VarHandle LAST;

	/** In place of what reads the items, once it is over. */
	private static final ItemReading OVER = (item) -> {
	};

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			READING = lookup.findVarHandle(RunningStage.class, "reading", ItemReading.class);
			LAST = lookup.findVarHandle(RunningStage.class, "last", Object.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Context context;

	private final VoiceTelemetry telemetry;

	private final @Nullable RunningStage outer;

	/**
	 * {@code null} until the first item. Written atomically, and read without a fence by
	 * items, each of which comes after the one before: one that comes after the end reads
	 * into nothing, or into what nobody asks any more.
	 */
	private @Nullable ItemReading reading;

	/** Where texts are counted for which there is nothing else to do. */
	private @Nullable StreamedText streamed;

	@SuppressWarnings("unused") // Through its handle.
	private @Nullable Object last;

	/**
	 * Whether anybody may ask for the last item: to keep each costs more than to read it.
	 */
	private boolean keepsLast;

	/** Whether an item is done with once it has been read. */
	private boolean onlyReads;

	private @Nullable Runnable afterEnd;

	/**
	 * A stage that runs.
	 * @param context the context in which its work is done
	 * @param telemetry who is told what goes wrong
	 * @param outer a stage of the same work that this stands in: it is told all that this
	 * is told, and ends after it; or {@code null}
	 */
	protected RunningStage(Context context, VoiceTelemetry telemetry, @Nullable RunningStage outer) {
		this.context = context;
		this.telemetry = telemetry;
		this.outer = outer;
	}

	/**
	 * A stage of which nothing is recorded.
	 * @param where the context in which the work is done all the same
	 * @param telemetry who is told what goes wrong
	 * @return the stage
	 */
	public static RunningStage none(Context where, VoiceTelemetry telemetry) {
		return new NoStage(where, telemetry);
	}

	/**
	 * The context in which the work is done.
	 * @return the context
	 */
	public final Context context() {
		return this.context;
	}

	/**
	 * Has something done once it has ended. Called before anybody else knows it.
	 * @param afterEnd what is done, which throws nothing
	 */
	public final void whenEnded(Runnable afterEnd) {
		this.afterEnd = afterEnd;
	}

	/**
	 * Tells that the items begin once more, because what came until now was a try that
	 * failed. Not to be told at the same time as an item.
	 */
	public final void startAgain() {
		ItemReading reading = (ItemReading) READING.getVolatile(this);
		if (reading == OVER || !READING.compareAndSet(this, reading, null)) {
			return;
		}
		LAST.setRelease(this, null);
		this.streamed = null;
		if (reading != null) {
			endOf(reading);
		}
		if (this.outer != null) {
			this.outer.startAgain();
		}
	}

	private void endOf(ItemReading reading) {
		try {
			reading.end();
		}
		catch (Throwable ex) {
			failedTo("Ending to read items", RefusalReason.USER_CODE_FAILED, ex);
		}
	}

	/**
	 * Tells of one of several items.
	 * @param item the item
	 */
	public final void item(Object item) {
		if (!count(item)) {
			read(item);
		}
	}

	/**
	 * Counts one of several items if that is all there is to do with it. It is what is
	 * done most often, and can be inlined whatever else the process reads.
	 * @param item the item
	 * @return whether it was counted; if not, it is to be told
	 */
	final boolean count(Object item) {
		StreamedText streamed = this.streamed;
		return streamed != null && item instanceof String text && streamed.count(text);
	}

	/**
	 * Tells of one of several items that is not only to be counted.
	 */
	final void read(Object item) {
		ItemReading reading = this.reading;
		try {
			if (reading == null) {
				reading = beginWith(item);
			}
			reading.item(item);
		}
		catch (Throwable ex) {
			failedTo("Reading an item", RefusalReason.USER_CODE_FAILED, ex);
		}
		if (!this.onlyReads) {
			passOn(item);
		}
	}

	private void passOn(Object item) {
		// How many bytes there were is nobody's result.
		if (this.keepsLast && !(item instanceof ByteCount)) {
			LAST.setRelease(this, item);
		}
		if (this.outer != null) {
			this.outer.item(item);
		}
	}

	private ItemReading beginWith(Object first) {
		ItemReading known = (ItemReading) READING.getVolatile(this);
		if (known != null) {
			return known;
		}
		ItemReading reading = begin(first);
		this.keepsLast = !reading.tellsAll() || needsResult();
		this.onlyReads = !this.keepsLast && this.outer == null;
		if (!READING.compareAndSet(this, null, reading)) {
			// It is over meanwhile.
			endOf(reading);
			return OVER;
		}
		if (this.onlyReads && reading instanceof LlmText text) {
			this.streamed = StreamedText.of(text.call());
		}
		return reading;
	}

	/**
	 * Tells that all items have come.
	 */
	public final void complete() {
		end(Outcome.SUCCESS, null);
	}

	/**
	 * Tells that the only result has come.
	 * @param result the result, or {@code null} if there is none
	 */
	public final void complete(@Nullable Object result) {
		if (result != null) {
			for (RunningStage each = this; each != null; each = each.outer) {
				LAST.compareAndSet(each, null, result);
			}
		}
		end(Outcome.SUCCESS, null);
	}

	/**
	 * Tells that it failed, or that it was cut off, if that is what the error says.
	 * @param error why
	 */
	public final void fail(Throwable error) {
		end(Outcome.of(error), error);
	}

	/**
	 * Tells that nobody wants the rest.
	 */
	public final void cancel() {
		end(Outcome.CANCELLED, null);
	}

	private void end(Outcome outcome, @Nullable Throwable error) {
		ItemReading reading = (ItemReading) READING.getAndSet(this, OVER);
		if (reading == OVER) {
			return;
		}
		this.streamed = null;
		try {
			if (reading != null) {
				endOf(reading);
			}
			Object result = (reading == null || !reading.tellsAll()) ? LAST.getAcquire(this) : null;
			ended(outcome, result, LAST.getAcquire(this), error);
		}
		catch (Throwable ex) {
			failedTo("Ending a stage", RefusalReason.INTERNAL_ERROR, ex);
		}
		if (this.afterEnd != null) {
			this.afterEnd.run();
		}
		if (this.outer != null) {
			this.outer.end(outcome, error);
		}
	}

	private void failedTo(String what, RefusalReason reason, Throwable error) {
		this.telemetry.refused(reason, what, error);
	}

	/**
	 * Begins to read items.
	 * @param first the first of them
	 * @return what reads it and those that follow
	 */
	protected abstract ItemReading begin(Object first);

	/**
	 * Whether the last item is asked for at the end, also if it has been read already.
	 * @return {@code true} if it is
	 */
	protected boolean needsResult() {
		return false;
	}

	/**
	 * Told once that it is over: to read what is known only now, and to end what was
	 * begun.
	 * @param outcome how it ended
	 * @param unread the result, or the last item, unless that has been read already
	 * @param result the result, or the last item if it is needed, or {@code null} if
	 * there was none
	 * @param error why it failed, or {@code null}
	 */
	protected abstract void ended(Outcome outcome, @Nullable Object unread, @Nullable Object result,
			@Nullable Throwable error);

}
