package io.voicetelemetry.aop;

import java.util.List;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.stream.ItemReading;
import io.voicetelemetry.stream.RunningStage;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A method that is a stage of a call: its span begins with it and ends with it.
 */
final class SpanPlan extends CallPlan {

	private final Stage stage;

	private final @Nullable ValueSource name;

	private final @Nullable ValueSource sessionId;

	private final AttributeWriter[] before;

	/** What figures need, also where nothing is recorded. */
	private final AttributeWriter[] measured;

	private final AttributeWriter[] after;

	/** What figures need of that. */
	private final AttributeWriter[] measuredAfter;

	private final ContentArgument[] contentArguments;

	private final @Nullable ToolArguments toolArguments;

	private final boolean content;

	private final MethodReaders readers;

	/** Kept for the next call, where threads may each have made one. */
	private InPlace.@Nullable Reports reports;

	SpanPlan(SpanPlanDescription description, @Nullable CallPlan inner, ReaderBeans beans) {
		super(description.method(), inner);
		this.stage = description.stage();
		this.name = description.name();
		this.sessionId = description.sessionId();
		List<AttributeWriter> writers = description.attributes();
		this.before = AttributeWriter.before(writers);
		this.measured = AttributeWriter.measured(this.before);
		this.after = AttributeWriter.after(writers);
		this.measuredAfter = AttributeWriter.measured(this.after);
		this.contentArguments = description.contentArguments().toArray(new ContentArgument[0]);
		String[] names = description.toolArgumentNames();
		this.toolArguments = (names != null)
				? new ToolArguments(this.method, names, description.confidentialArguments()) : null;
		this.content = description.content();
		this.readers = new MethodReaders(this.method, this.stage, description.result(), beans);
	}

	@Override
	@Nullable Object invoke(MethodInvocation call, VoiceTelemetry telemetry) throws Throwable {
		VoiceSpan joined = VoiceContext.join(this.stage);
		if (joined != null) {
			return invokeIn(joined, call, telemetry);
		}
		VoiceSpan span = start(call, telemetry);
		Object result;
		try (Scope scope = span.makeCurrent()) {
			result = proceed(call, telemetry);
		}
		catch (Throwable ex) {
			if (!span.isOpen()) {
				throw ex;
			}
			writeAfter(span, call, null, ex, telemetry);
			fail(span, ex);
			throw ex;
		}
		if (!span.isOpen()) {
			// The method ended it by itself: LlmCall.current().cancel(), say.
			return result;
		}
		if (result != null) {
			read(result, span, telemetry);
		}
		if (!span.isOpen()) {
			// It reads that the provider failed.
			return result;
		}
		writeAfter(span, call, result, null, telemetry);
		span.end();
		return result;
	}

	/**
	 * Adds what is known of the method to a span that a framework has begun for it, and
	 * will end.
	 */
	private @Nullable Object invokeIn(VoiceSpan span, MethodInvocation call, VoiceTelemetry telemetry)
			throws Throwable {
		begun(span, call, telemetry);
		Object result;
		try {
			result = proceed(call, telemetry);
		}
		catch (Throwable ex) {
			writeAfter(span, call, null, ex, telemetry);
			throw ex;
		}
		if (result != null) {
			read(result, span, telemetry);
		}
		writeAfter(span, call, result, null, telemetry);
		return result;
	}

	@Override
	boolean isRequest() {
		return this.stage == Stage.LLM_REQUEST || this.stage == Stage.TTS_REQUEST;
	}

	@Override
	RunningStage begin(MethodInvocation call, VoiceTelemetry telemetry, @Nullable RunningStage outer) {
		VoiceSpan joined = VoiceContext.join(this.stage);
		if (joined == null) {
			return new Running(start(call, telemetry), true, call, telemetry, outer);
		}
		begun(joined, call, telemetry);
		return new Running(joined, false, call, telemetry, outer);
	}

	private VoiceSpan start(MethodInvocation call, VoiceTelemetry telemetry) {
		String name = textOf(this.name, call, telemetry);
		VoiceSession session = sessionOf(call, telemetry);
		VoiceSpan span = (session != null) ? telemetry.start(session, this.stage, name)
				: telemetry.start(this.stage, name);
		begun(span, call, telemetry);
		return span;
	}

	private void begun(VoiceSpan span, MethodInvocation call, VoiceTelemetry telemetry) {
		if (!this.content) {
			span.suppressContent();
		}
		if (!span.isMeasured()) {
			return;
		}
		AttributeWriter[] writers = span.isRecording() ? this.before : this.measured;
		if (writers.length > 0) {
			AttributeWriter.writeAll(writers, span, before(call), telemetry);
		}
		if (this.contentArguments.length > 0) {
			ContentArgument.writeAll(this.contentArguments, span, call.getArguments(), telemetry);
		}
		if (this.toolArguments != null && span instanceof ToolCall tool && tool.capturesContent()) {
			this.toolArguments.write(tool, call.getArguments(), reports(telemetry));
		}
	}

	private @Nullable VoiceSession sessionOf(MethodInvocation call, VoiceTelemetry telemetry) {
		String id = textOf(this.sessionId, call, telemetry);
		if (id == null) {
			return null;
		}
		VoiceSession session = telemetry.session(id);
		return session.isOpen() ? session : null;
	}

	private @Nullable String textOf(@Nullable ValueSource source, MethodInvocation call, VoiceTelemetry telemetry) {
		if (source == null) {
			return null;
		}
		String constant = source.constant();
		return (constant != null) ? constant : SessionPlan.textOf(source, before(call), telemetry);
	}

	private void read(Object result, VoiceSpan span, VoiceTelemetry telemetry) {
		if (span.isMeasured()) {
			this.readers.read(result, span, reports(telemetry));
		}
	}

	private InPlace.Reports reports(VoiceTelemetry telemetry) {
		InPlace.Reports reports = this.reports;
		if (reports == null || reports.telemetry() != telemetry) {
			reports = new InPlace.Reports(telemetry);
			this.reports = reports;
		}
		return reports;
	}

	private void writeAfter(VoiceSpan span, MethodInvocation call, @Nullable Object result, @Nullable Throwable error,
			VoiceTelemetry telemetry) {
		AttributeWriter[] writers = span.isRecording() ? this.after : this.measuredAfter;
		if (writers.length > 0 && span.isMeasured()) {
			AttributeWriter.writeAll(writers, span, after(call, result, error), telemetry);
		}
	}

	/**
	 * The stage of work that goes on after the method has returned.
	 */
	private final class Running extends RunningStage {

		private final VoiceSpan span;

		/** Whether the span is ended here, rather than by the framework that began it. */
		private final boolean ends;

		private final MethodInvocation call;

		private final VoiceTelemetry telemetry;

		Running(VoiceSpan span, boolean ends, MethodInvocation call, VoiceTelemetry telemetry,
				@Nullable RunningStage outer) {
			super(span.context(), telemetry, outer);
			this.span = span;
			this.ends = ends;
			this.call = call;
			this.telemetry = telemetry;
		}

		@Override
		protected boolean needsResult() {
			return SpanPlan.this.after.length > 0;
		}

		@Override
		protected ItemReading begin(Object first) {
			return SpanPlan.this.readers.begin(first, this.span, reports(this.telemetry));
		}

		@Override
		protected void ended(Outcome outcome, @Nullable Object unread, @Nullable Object result,
				@Nullable Throwable error) {
			if (!this.span.isOpen()) {
				return;
			}
			if (unread != null) {
				read(unread, this.span, this.telemetry);
			}
			writeAfter(this.span, this.call, result, error, this.telemetry);
			if (this.ends) {
				end(this.span, outcome, error);
			}
		}

	}

}
