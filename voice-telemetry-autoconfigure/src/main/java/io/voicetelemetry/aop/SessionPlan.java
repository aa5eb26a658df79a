package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.SessionBuilder;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
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

	private final Extent extent;

	private final Map<String, ValueSource> values;

	private final List<AttributeWriter> attributes;

	SessionPlan(Method method, @Nullable CallPlan inner, Extent extent, Map<String, ValueSource> values,
			List<AttributeWriter> attributes) {
		super(method, inner);
		this.extent = extent;
		this.values = values;
		this.attributes = attributes;
	}

	@Override
	@Nullable Object invoke(MethodInvocation call, VoiceTelemetry telemetry) throws Throwable {
		VoiceSession session = this.extent.opens() ? open(call, telemetry) : find(call, telemetry);
		Object result;
		try (Scope scope = session.makeCurrent()) {
			result = proceed(call, telemetry);
		}
		catch (Throwable ex) {
			// A call whose first or last callback fails is over.
			if (this.extent.opens() || this.extent.closes()) {
				session.fail(ex);
			}
			throw ex;
		}
		if (this.extent.closes()) {
			session.end(text("reason", after(call, result, null), telemetry));
		}
		return result;
	}

	private VoiceSession open(MethodInvocation call, VoiceTelemetry telemetry) {
		Invocation invocation = before(call);
		SessionBuilder builder = telemetry.session()
			.id(text("id", invocation, telemetry))
			.roomName(text("room", invocation, telemetry))
			.userId(text("user", invocation, telemetry))
			.tenantId(text("tenant", invocation, telemetry))
			.agentName(text("agent", invocation, telemetry));
		VoiceSession session = builder.start();
		this.attributes.forEach((writer) -> writer.write(session, invocation, telemetry));
		return session;
	}

	private VoiceSession find(MethodInvocation call, VoiceTelemetry telemetry) {
		String id = text("id", before(call), telemetry);
		return (id != null) ? telemetry.session(id) : VoiceSession.current();
	}

	private @Nullable String text(String attribute, Invocation invocation, VoiceTelemetry telemetry) {
		ValueSource source = this.values.get(attribute);
		return (source != null) ? textOf(source, invocation, telemetry) : null;
	}

	static @Nullable String textOf(ValueSource source, Invocation invocation, VoiceTelemetry telemetry) {
		try {
			Object value = source.value(invocation);
			return (value != null) ? value.toString() : null;
		}
		catch (Throwable ex) {
			telemetry.refused(RefusalReason.USER_CODE_FAILED,
					"An expression in an annotation of " + invocation.method(), ex);
			return null;
		}
	}

}
