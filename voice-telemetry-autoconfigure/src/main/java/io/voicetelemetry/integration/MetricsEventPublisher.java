package io.voicetelemetry.integration;

import java.util.List;

import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.SttMetrics;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;

import org.springframework.beans.factory.BeanCreationNotAllowedException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Publishes what is told about calls as application events, for who prefers
 * {@code @EventListener} methods:
 *
 * <pre class="code">
 * &#064;EventListener
 * void on(LlmMetrics metrics) {
 * }
 * </pre>
 *
 * A parameter of type {@link VoiceMetrics} stands for all figures; {@link SessionStart},
 * {@link UsageSummary} and {@link SessionSummary} are published too. Something is
 * published only if a listener of the context, or of one of its parents, asks for it.
 * Listeners that take any event do not count: with them alone, nothing is published.
 * <p>
 * Listeners are called on the caller's thread, unless the application's multicaster has
 * an executor, and what they throw passes to the caller. As always with Spring's default
 * multicaster, a listener that throws keeps the event from the listeners after it, and
 * one that blocks holds up the others; beans that are {@link VoiceMetricsListener}s are
 * independent of each other. Once the context is closed, nothing is published.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class MetricsEventPublisher implements VoiceMetricsListener {

	private static final List<Class<?>> EVENTS = List.of(DiscardedMetrics.class, EouMetrics.class,
			InterruptionMetrics.class, LlmMetrics.class, RealtimeMetrics.class, SttMetrics.class, ToolMetrics.class,
			TtsMetrics.class, TurnLatency.class, TurnMetrics.class, SessionStart.class, UsageSummary.class,
			SessionSummary.class);

	private final ApplicationContext context;

	private final EventDemand demand;

	/**
	 * Publishes to a context.
	 * @param context the context, refreshed or not
	 */
	public MetricsEventPublisher(ApplicationContext context) {
		this.context = context;
		this.demand = new EventDemand(context);
	}

	/**
	 * Whether something of a type would be published now. Quick once it was asked.
	 * @param type the type of the event
	 * @return {@code true} if somebody listens for it
	 */
	public boolean isAwaited(Class<?> type) {
		return this.demand.isFor(type) && isActive();
	}

	/**
	 * Finds out who listens, so that no call has to. For when all listeners are there;
	 * without it, each kind of event is found out about when it comes for the first time.
	 */
	public void prepare() {
		EVENTS.forEach(this::isAwaited);
	}

	@Override
	public void onMetrics(VoiceMetrics metrics) {
		publish(metrics);
	}

	@Override
	public void onSessionStart(SessionStart session) {
		publish(session);
	}

	@Override
	public void onUsage(UsageSummary usage) {
		publish(usage);
	}

	@Override
	public void onSessionEnd(SessionSummary session) {
		publish(session);
	}

	private void publish(Object event) {
		if (!isAwaited(event.getClass())) {
			return;
		}
		try {
			this.context.publishEvent(event);
		}
		catch (BeanCreationNotAllowedException ex) {
			// The listener is gone already: the context is closing.
		}
		catch (RuntimeException ex) {
			if (isActive()) {
				throw ex;
			}
		}
	}

	private boolean isActive() {
		return !(this.context instanceof ConfigurableApplicationContext configurable) || configurable.isActive();
	}

}
