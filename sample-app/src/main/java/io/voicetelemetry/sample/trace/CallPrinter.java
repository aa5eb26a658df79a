package io.voicetelemetry.sample.trace;

import java.time.Duration;
import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.sample.agent.CallEnded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Prints each call when it has ended.
 */
@Component
class CallPrinter {

	private static final Logger logger = LoggerFactory.getLogger(CallPrinter.class);

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final CallSpans spans;

	CallPrinter(CallSpans spans) {
		this.spans = spans;
	}

	/**
	 * Print a call. The order is before that of the listener that ends the application.
	 * @param event the end of the call
	 * @throws InterruptedException if interrupted while waiting for the last spans
	 */
	@EventListener
	@Order(0)
	void callEnded(CallEnded event) throws InterruptedException {
		List<SpanData> call = this.spans.take(event.callId(), PATIENCE);
		if (call.isEmpty()) {
			logger.info("Nothing was recorded of call {}", event.callId());
			return;
		}
		// Not a log message: it is what this application is for, and has many lines.
		System.out.print(new CallTree(call).render() + new CallFigures(call).render());
		System.out.flush();
	}

}
