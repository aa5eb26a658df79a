package io.voicetelemetry.aop;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.voicetelemetry.session.RetriedRequest;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.stream.RunningStage;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * Tells what stands inside of a call which requests it makes, also where a retry has
 * taken it to another thread. Thread-safe.
 */
final class CallLink {

	/** The requests that run, each with what reads its answer. */
	private final Map<RetriedRequest, RunningStage> requests = new ConcurrentHashMap<>(2);

	/**
	 * Links what stands outside to what stands inside.
	 */
	static CallLink of(MethodInvocation call) {
		CallLink link = new CallLink();
		if (call instanceof ProxyMethodInvocation invocation) {
			invocation.setUserAttribute(CallLink.class.getName(), link);
		}
		return link;
	}

	/**
	 * The link of a call, or {@code null} if it makes no request whose answer comes
	 * later.
	 */
	static @Nullable CallLink find(MethodInvocation call) {
		return (call instanceof ProxyMethodInvocation invocation
				&& invocation.getUserAttribute(CallLink.class.getName()) instanceof CallLink link) ? link : null;
	}

	void begun(RunningStage stage) {
		if (VoiceContext.span(stage.context()) instanceof RetriedRequest request) {
			stage.whenEnded(() -> this.requests.remove(request, stage));
			this.requests.put(request, stage);
		}
	}

	/**
	 * The only request that runs, or {@code null} if there is none, or several, of which
	 * any may be meant.
	 */
	@Nullable RetriedRequest onlyRequest() {
		Iterator<RetriedRequest> running = this.requests.keySet().iterator();
		RetriedRequest request = running.hasNext() ? running.next() : null;
		return running.hasNext() ? null : request;
	}

	/**
	 * Told that the answer to a request is about to begin once more.
	 */
	void startsAgain(RetriedRequest request) {
		RunningStage stage = this.requests.get(request);
		if (stage != null) {
			stage.startAgain();
		}
	}

}
