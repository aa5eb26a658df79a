package io.voicetelemetry.sample.script;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.voicetelemetry.export.FlushResult;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.sample.SampleProperties;
import io.voicetelemetry.sample.agent.CallEnded;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Plays the scripted call once the application is ready, on a thread of its own, and ends
 * the application afterwards if that is wanted.
 */
@Component
@ConditionalOnProperty(name = "sample.call", havingValue = "scripted", matchIfMissing = true)
class ScriptedCallRunner {

	private static final Logger logger = LoggerFactory.getLogger(ScriptedCallRunner.class);

	private static final long END_TIMEOUT_SECONDS = 30;

	private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(10);

	private final ConfigurableApplicationContext context;

	private final SampleProperties properties;

	private final JsonMapper json;

	private final ObjectProvider<VoiceSpanProcessor> spanProcessor;

	private final CompletableFuture<CallEnded> end = new CompletableFuture<>();

	private volatile @Nullable String callId;

	ScriptedCallRunner(ConfigurableApplicationContext context, SampleProperties properties, JsonMapper json,
			ObjectProvider<VoiceSpanProcessor> spanProcessor) {
		this.context = context;
		this.properties = properties;
		this.json = json;
		this.spanProcessor = spanProcessor;
	}

	@EventListener(ApplicationReadyEvent.class)
	void start() {
		new Thread(this::run, "scripted-call").start();
	}

	/**
	 * Notice the end of the call. Every other listener comes first, so that none is cut
	 * short by the end of the application.
	 * @param event the end of a call
	 */
	@EventListener
	@Order(Ordered.LOWEST_PRECEDENCE)
	void callEnded(CallEnded event) {
		if (event.callId().equals(this.callId)) {
			this.end.complete(event);
		}
	}

	private void run() {
		boolean success = false;
		try {
			success = play();
		}
		finally {
			if (this.properties.exit()) {
				int exitCode = (delivered() && success) ? 0 : 1;
				System.exit(SpringApplication.exit(this.context, () -> exitCode));
			}
		}
	}

	/**
	 * Send what was recorded before the application ends.
	 * @return whether every backend has confirmed all of it
	 */
	private boolean delivered() {
		VoiceSpanProcessor processor = this.spanProcessor.getIfAvailable();
		boolean complete = true;
		for (FlushResult result : (processor != null) ? processor.flush(DELIVERY_TIMEOUT) : List.<FlushResult>of()) {
			if (!result.isComplete()) {
				logger.error("Not all spans could be delivered to {} within {} s: {} were, {} were dropped, {} wait",
						result.backend(), DELIVERY_TIMEOUT.toSeconds(), result.delivered(), result.dropped(),
						result.queued());
			}
			complete &= result.isComplete();
		}
		return complete;
	}

	private boolean play() {
		logger.info("Playing the scripted call; the caller speaks and listens {} times faster than real time",
				BigDecimal.valueOf(this.properties.playoutSpeed()).stripTrailingZeros().toPlainString());
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		URI uri = URI.create("ws://localhost:" + port + "/call");
		boolean success = false;
		try {
			new ScriptedCall(uri, this.properties.playoutSpeed(), this.json).play((id) -> this.callId = id);
			success = true;
		}
		catch (RuntimeException ex) {
			if (this.context.isActive()) {
				logger.error("The scripted call failed", ex);
			}
		}
		return (this.callId != null) && ended() && success;
	}

	private boolean ended() {
		try {
			CallEnded ended = this.end.get(END_TIMEOUT_SECONDS, TimeUnit.SECONDS);
			logger.info("Call {} ended: {}", ended.callId(), ended.reason());
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.error("The server did not notice the end of the call", ex);
			return false;
		}
	}

}
