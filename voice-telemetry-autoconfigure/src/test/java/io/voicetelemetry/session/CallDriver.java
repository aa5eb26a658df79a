package io.voicetelemetry.session;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.UsageKind;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps of a call on its handles. Thread-safe, so that several threads may take
 * them at a time.
 */
final class CallDriver {

	static final int MANY = 40;

	private final VoiceTelemetry telemetry;

	private final VoiceSession session;

	private final Map<Integer, VoiceSpan> handles = new ConcurrentHashMap<>();

	private final ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();

	CallDriver(VoiceTelemetry telemetry, String id) {
		this.telemetry = telemetry;
		this.session = telemetry.session().id(id).start();
		this.handles.put(0, this.session);
	}

	static String model(int id) {
		return "model-" + id % 3;
	}

	void take(CallStep step) {
		VoiceSpan target = this.handles.get(step.target());
		// A request that has become a node is a handle of the same type.
		if (target == null || !step.kind().fits((target instanceof LlmCall) ? Stage.LLM_REQUEST : target.stage())) {
			return;
		}
		try {
			take(step, target);
		}
		catch (Throwable ex) {
			this.thrown.add(ex);
		}
	}

	private void take(CallStep step, VoiceSpan target) {
		switch (step.kind()) {
			case START ->
				target.wrapRunnable(() -> begun(step, this.telemetry.start(this.session, step.stage(), null))).run();
			case END, END_SESSION -> target.end();
			case CANCEL -> target.cancel();
			case FAIL -> target.fail(new IllegalStateException());
			case ATTRIBUTE -> target.setAttribute("app." + step.value(), 1);
			case ATTRIBUTES -> {
				for (int key = step.value(); key < step.value() + MANY; key++) {
					target.setAttribute("app." + key, 1);
				}
			}
			case EVENT -> target.addEvent("event");
			case EVENTS -> {
				for (int i = 0; i < MANY; i++) {
					target.addEvent("event");
				}
			}
			case START_SPEAKING -> ((UserTurn) target).startedSpeaking(null);
			case STOP_SPEAKING -> ((UserTurn) target).stoppedSpeaking(null);
			case COMMIT -> ((UserTurn) target).commit();
			case PLAY -> ((AgentTurn) target).firstAudioPlayed(null);
			case STOP_PLAYING -> ((AgentTurn) target).playoutEnded(null, null);
			case INTERRUPT -> ((AgentTurn) target).interrupted(null);
			case DISCARD -> ((AgentTurn) target).discarded();
			case USE -> ((LlmCall) target).usage(TokenUsage.of(step.value(), step.value()));
			case ATTEMPT -> begun(step, ((LlmCall) target).startAttempt());
			case SIGNAL_ATTEMPT -> ((LlmCall) target).attemptStarted();
			case ATTEMPT_ENDED -> ((LlmCall) target).attemptEnded(null);
			case ATTEMPT_FAILED -> ((LlmCall) target).attemptEnded(new IllegalStateException());
			default -> throw new IllegalStateException(step.toString());
		}
	}

	private void begun(CallStep step, VoiceSpan span) {
		if (!span.isRecording()) {
			return;
		}
		if (span instanceof LlmCall call) {
			call.model("", model(step.id()));
		}
		this.handles.put(step.id(), span);
	}

	/**
	 * Ends the call if it goes on.
	 */
	void finish() {
		if (this.session.isOpen()) {
			this.session.end();
		}
	}

	String traceId() {
		return this.session.spanContext().getTraceId();
	}

	List<Throwable> thrown() {
		return List.copyOf(this.thrown);
	}

	List<String> usage() {
		return this.session.usage()
			.usage()
			.stream()
			.filter((row) -> row.kind() != UsageKind.EOT)
			.map(CallDriver::row)
			.sorted()
			.toList();
	}

	/** How many requests there were of a kind, by the usage of the call. */
	long requests(UsageKind kind) {
		return this.session.usage()
			.usage()
			.stream()
			.filter((row) -> row.kind() == kind)
			.mapToLong(ModelUsage::requests)
			.sum();
	}

	private static String row(ModelUsage row) {
		return row.kind() + " " + row.model() + " " + Arrays.toString(new long[] { row.requests(), row.failedRequests(),
				row.cancelledRequests(), row.tokens().input().orElse(0) });
	}

	@Nullable VoiceSpan handle(int id) {
		return this.handles.get(id);
	}

}
