package io.voicetelemetry.integration.langchain4j;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.context.Context;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry of the applications of this process that have LangChain4j observed. AI
 * services are no beans of any of them: to which one a tool belongs is told by the call
 * that it runs in.
 */
final class ObservingApplications {

	private static final AtomicInteger APPLICATIONS = new AtomicInteger();

	private static final List<VoiceTelemetry> OBSERVING = new CopyOnWriteArrayList<>();

	private ObservingApplications() {
	}

	/**
	 * Told of an application that starts: its AI services may be made before there is any
	 * telemetry.
	 */
	static void starting() {
		APPLICATIONS.incrementAndGet();
	}

	static void stopped() {
		APPLICATIONS.decrementAndGet();
	}

	static void add(VoiceTelemetry telemetry) {
		OBSERVING.add(telemetry);
	}

	static void remove(VoiceTelemetry telemetry) {
		OBSERVING.remove(telemetry);
	}

	/**
	 * Whether there is an application that wants LangChain4j to be observed. If there is
	 * none, nothing of it is changed.
	 */
	static boolean any() {
		return APPLICATIONS.get() > 0;
	}

	/**
	 * The telemetry of the call that a context is in.
	 * @return the telemetry, or {@code null} if that is in no call, or in one of an
	 * application that does not want LangChain4j to be observed
	 */
	static @Nullable VoiceTelemetry of(Context context) {
		if (OBSERVING.isEmpty() || VoiceContext.span(context) == null) {
			return null;
		}
		VoiceSession session = VoiceContext.session(context);
		if (session == null) {
			return (OBSERVING.size() == 1) ? OBSERVING.get(0) : null;
		}
		for (VoiceTelemetry telemetry : OBSERVING) {
			if (telemetry.findSession(session.id()).orElse(null) == session) {
				return telemetry;
			}
		}
		return null;
	}

}
