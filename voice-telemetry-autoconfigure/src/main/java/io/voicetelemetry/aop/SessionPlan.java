package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.fence.UserCodeFence;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.stream.ItemReading;
import io.voicetelemetry.stream.RunningStage;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A method in which a session begins, goes on or ends.
 */
final class SessionPlan extends CallPlan {

	/**
	 * What becomes of the session.
	 *
	 * @param opens whether the method opens it, rather than finds it
	 * @param closes whether it ends when the method returns
	 */
	record Extent(boolean opens, boolean closes) {
	}

	static final String ID = "id";

	static final String REASON = "reason";

	private final Extent extent;

	private final Map<String, ValueSource> values;

	private final AttributeWriter[] before;

	private final AttributeWriter[] after;

	private final boolean content;

	SessionPlan(Method method, @Nullable CallPlan inner, Extent extent, Map<String, ValueSource> values,
			List<AttributeWriter> attributes, boolean content) {
		super(method, inner);
		this.content = content;
		this.extent = extent;
		this.values = values;
		this.before = AttributeWriter.before(attributes);
		this.after = AttributeWriter.after(attributes);
	}

	@Override
	@Nullable Object invoke(MethodInvocation call, VoiceTelemetry telemetry) throws Throwable {
		Invocation invocation = before(call);
		String id = text(ID, invocation, telemetry);
		// A session that is open already is somebody else's to end: a provider may report
		// the same call twice.
		boolean joins = this.extent.opens() && telemetry.findSession(id).isPresent();
		VoiceSession session = this.extent.opens() ? open(id, invocation, telemetry) : find(id, telemetry);
		AttributeWriter.writeAll(this.before, session, invocation, telemetry);
		Object result;
		try (Scope scope = session.makeCurrent()) {
			result = proceed(call, telemetry);
		}
		catch (Throwable ex) {
			// A call whose first or last callback fails is over.
			if (!joins && (this.extent.opens() || this.extent.closes())) {
				AttributeWriter.writeAll(this.after, session, after(call, null, ex), telemetry);
				fail(session, ex);
			}
			throw ex;
		}
		Invocation returned = after(call, result, null);
		AttributeWriter.writeAll(this.after, session, returned, telemetry);
		if (this.extent.closes() && !joins) {
			session.end(text(REASON, returned, telemetry));
		}
		return result;
	}

	@Override
	boolean isRequest() {
		return false;
	}

	@Override
	RunningStage begin(MethodInvocation call, VoiceTelemetry telemetry, @Nullable RunningStage outer) {
		Invocation invocation = before(call);
		String id = text(ID, invocation, telemetry);
		boolean joins = this.extent.opens() && telemetry.findSession(id).isPresent();
		VoiceSession session = this.extent.opens() ? open(id, invocation, telemetry) : find(id, telemetry);
		AttributeWriter.writeAll(this.before, session, invocation, telemetry);
		return new Running(session, joins, call, telemetry, outer);
	}

	private VoiceSession open(@Nullable String id, Invocation invocation, VoiceTelemetry telemetry) {
		return telemetry.session()
			.id(id)
			.roomName(text("room", invocation, telemetry))
			.userId(text("user", invocation, telemetry))
			.tenantId(text("tenant", invocation, telemetry))
			.agentName(text("agent", invocation, telemetry))
			.content(this.content)
			.start();
	}

	private static VoiceSession find(@Nullable String id, VoiceTelemetry telemetry) {
		return (id != null) ? telemetry.session(id) : VoiceSession.current();
	}

	private @Nullable String text(String attribute, Invocation invocation, VoiceTelemetry telemetry) {
		ValueSource source = this.values.get(attribute);
		return (source != null) ? textOf(source, invocation, telemetry) : null;
	}

	static @Nullable String textOf(ValueSource source, Invocation invocation, VoiceTelemetry telemetry) {
		try {
			UserCodeFence fence = source.fence(invocation);
			return (fence == null) ? text(source, invocation)
					: fence.<String>call(() -> text(source, invocation), new InPlace.Reports(telemetry));
		}
		catch (Throwable ex) {
			telemetry.refused(RefusalReason.USER_CODE_FAILED,
					"An expression in an annotation of " + invocation.method(), ex);
			return null;
		}
	}

	private static @Nullable String text(ValueSource source, Invocation invocation) {
		Object value = source.value(invocation);
		return (value != null) ? value.toString() : null;
	}

	/**
	 * A session in which work goes on after the method has returned.
	 */
	private final class Running extends RunningStage {

		private final VoiceSession session;

		private final boolean joins;

		private final MethodInvocation call;

		private final VoiceTelemetry telemetry;

		Running(VoiceSession session, boolean joins, MethodInvocation call, VoiceTelemetry telemetry,
				@Nullable RunningStage outer) {
			super(session.context(), telemetry, outer);
			this.session = session;
			this.joins = joins;
			this.call = call;
			this.telemetry = telemetry;
		}

		@Override
		protected boolean needsResult() {
			return SessionPlan.this.after.length > 0 || SessionPlan.this.values.containsKey(REASON);
		}

		@Override
		protected ItemReading begin(Object first) {
			return ItemReading.NONE;
		}

		@Override
		protected void ended(Outcome outcome, @Nullable Object unread, @Nullable Object result,
				@Nullable Throwable error) {
			Invocation returned = after(this.call, result, error);
			boolean success = outcome == Outcome.SUCCESS;
			Extent extent = SessionPlan.this.extent;
			boolean ends = !this.joins && (extent.closes() || (extent.opens() && !success));
			if (success || ends) {
				AttributeWriter.writeAll(SessionPlan.this.after, this.session, returned, this.telemetry);
			}
			if (ends && success) {
				this.session.end(text(REASON, returned, this.telemetry));
			}
			else if (ends) {
				end(this.session, outcome, error);
			}
		}

	}

}
