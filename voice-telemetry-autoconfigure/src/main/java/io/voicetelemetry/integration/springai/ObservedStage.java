package io.voicetelemetry.integration.springai;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;

/**
 * What an observation of Spring AI's is in a call: kept in the observation's context.
 */
final class ObservedStage {

	private final @Nullable VoiceSpan createdIn;

	private final @Nullable ChatExchange beginning;

	private final Map<Thread, OpenScope> scopes = new ConcurrentHashMap<>();

	private volatile @Nullable VoiceSpan span;

	private volatile @Nullable ChatExchange exchange;

	private volatile @Nullable String conversationId;

	/** Whether it has ended, or is another's to end. */
	private final AtomicBoolean over = new AtomicBoolean();

	private ObservedStage(@Nullable VoiceSpan createdIn, @Nullable ChatExchange beginning) {
		this.createdIn = createdIn;
		this.beginning = beginning;
	}

	/**
	 * What an observation is, when it is first heard of: when it is made. Only then the
	 * thread is where the application was: when the observation of a stream starts,
	 * Spring AI has made its parent current, be it that of an HTTP request.
	 */
	static ObservedStage of(Observation.Context context) {
		return context.computeIfAbsent(ObservedStage.class,
				(key) -> new ObservedStage(VoiceContext.span(Context.current()), ChatExchange.beginning()));
	}

	/**
	 * What an observation that has begun is.
	 * @return it, or {@code null} if it is none of ours
	 */
	static @Nullable ObservedStage started(Observation.ContextView context) {
		ObservedStage stage = context.get(ObservedStage.class);
		return (stage != null && stage.span != null) ? stage : null;
	}

	/**
	 * The nearest observation around another that is a stage of a call.
	 */
	static @Nullable ObservedStage around(Observation.ContextView context) {
		ObservationView parent = context.getParentObservation();
		while (parent != null) {
			ObservedStage stage = started(parent.getContextView());
			if (stage != null) {
				return stage;
			}
			parent = parent.getContextView().getParentObservation();
		}
		return null;
	}

	/**
	 * The stage in which an observation is to begin: what the observations around it say,
	 * unless the thread is deeper in that.
	 * @return the stage, or {@code null} outside any
	 */
	@Nullable VoiceSpan place(Observation.ContextView context) {
		VoiceSpan now = CallPlace.now();
		VoiceSpan created = CallPlace.underway(this.createdIn);
		ObservedStage around = around(context);
		VoiceSpan place = (around != null) ? CallPlace.underway(around.span) : null;
		if (place == null) {
			place = (created != null) ? created : now;
		}
		place = inner(place, created);
		return inner(place, now);
	}

	private static @Nullable VoiceSpan inner(@Nullable VoiceSpan place, @Nullable VoiceSpan other) {
		return (place != null && other != null && VoiceContext.isWithin(other, place)) ? other : place;
	}

	/**
	 * The request that the model's decorator has begun, and that this is the observation
	 * of.
	 * @return the request, or {@code null} if there is none
	 */
	@Nullable ChatExchange claimed() {
		ChatExchange begun = this.beginning;
		return (begun != null && begun.span() == this.createdIn && begun.claim()) ? begun : null;
	}

	void begin(VoiceSpan begun) {
		this.span = begun;
	}

	void begin(ChatExchange begun) {
		this.exchange = begun;
		this.span = begun.span();
	}

	/**
	 * Says that this is another's stage, which is not to be ended here.
	 */
	void borrow(VoiceSpan open) {
		this.over.set(true);
		this.span = open;
	}

	boolean isStarted() {
		return this.span != null;
	}

	/**
	 * Says that the stage ends now.
	 * @return whether it is to be ended
	 */
	boolean end() {
		return this.over.compareAndSet(false, true);
	}

	@Nullable VoiceSpan span() {
		return this.span;
	}

	@Nullable ChatExchange exchange() {
		return this.exchange;
	}

	@Nullable String conversationId() {
		return this.conversationId;
	}

	void conversation(@Nullable String id) {
		this.conversationId = id;
	}

	/**
	 * Says whether all that is asked of a model here was answered. Spring AI says that a
	 * stream is over only when the application knows, which may end the call at once.
	 */
	void workDone(boolean done) {
		VoiceSpan own = this.span;
		if (own != null && !this.over.get()) {
			VoiceContext.workDone(own, done);
		}
	}

	void openScope() {
		VoiceSpan current = this.span;
		if (current != null) {
			Scope scope = current.makeCurrent();
			this.scopes.compute(Thread.currentThread(), (thread, outer) -> new OpenScope(scope, outer));
		}
	}

	void closeScope() {
		OpenScope open = this.scopes.get(Thread.currentThread());
		if (open == null) {
			return;
		}
		if (open.outer() != null) {
			this.scopes.put(Thread.currentThread(), open.outer());
		}
		else {
			this.scopes.remove(Thread.currentThread());
		}
		open.scope().close();
	}

	private record OpenScope(Scope scope, @Nullable OpenScope outer) {
	}

}
