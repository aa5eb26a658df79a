package io.voicetelemetry.integration;

import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Knows whether somebody listens for a kind of event, in a context or its parents. The
 * answers are kept until the number of listeners changes. A listener that would also take
 * an event nobody can know takes them all and asks for none.
 */
final class EventDemand {

	private static final ResolvableType UNHEARD_OF = eventWith(UnheardOf.class);

	private final ApplicationContext context;

	private volatile Answers answers = new Answers(-1, Map.of());

	EventDemand(ApplicationContext context) {
		this.context = context;
	}

	boolean isFor(Class<?> payload) {
		int listeners = countListeners();
		Answers current = this.answers;
		if (current.listeners() != listeners) {
			current = new Answers(listeners, new ConcurrentHashMap<>());
			this.answers = current;
		}
		Boolean known = current.byPayload().get(payload);
		if (known != null) {
			return known;
		}
		// Not under a lock of the map: it looks through all beans.
		boolean awaited;
		try {
			awaited = isAwaited(payload);
		}
		catch (ConcurrentModificationException ex) {
			// Somebody is being registered just now: ask again next time.
			return true;
		}
		catch (RuntimeException | LinkageError ex) {
			// A bean whose type cannot be told, say: it could not next time either.
			awaited = true;
		}
		current.byPayload().putIfAbsent(payload, awaited);
		return awaited;
	}

	private int countListeners() {
		int count = 0;
		for (ApplicationContext each = this.context; each != null; each = each.getParent()) {
			if (each instanceof AbstractApplicationContext known) {
				count += known.getApplicationListeners().size();
			}
		}
		return count;
	}

	private boolean isAwaited(Class<?> payload) {
		for (ApplicationContext each = this.context; each != null; each = each.getParent()) {
			if (!(each instanceof AbstractApplicationContext known) || isAwaited(known, payload)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Looks at beans by their definitions first, as Spring does: there may be no instance
	 * yet, and that of a lambda does not tell what it listens for.
	 */
	private static boolean isAwaited(AbstractApplicationContext context, Class<?> payload) {
		List<ApplicationListener<?>> listeners = new ArrayList<>();
		// One by one: a copy of a set that grows meanwhile may be anything.
		for (ApplicationListener<?> listener : context.getApplicationListeners()) {
			listeners.add(listener);
		}
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		for (String name : beans.getBeanNamesForType(ApplicationListener.class, true, false)) {
			ResolvableType declared = declaredEvent(beans, name);
			if (declared != null) {
				if (asksFor(payload, declared::isAssignableFrom)) {
					return true;
				}
				listeners.remove(beans.getSingleton(name));
			}
		}
		return listeners.stream().anyMatch((listener) -> isAwaitedBy(listener, payload));
	}

	private static @Nullable ResolvableType declaredEvent(ConfigurableListableBeanFactory beans, String name) {
		if (!beans.containsBeanDefinition(name) || beans.isTypeMatch(name, SmartApplicationListener.class)) {
			return null;
		}
		ResolvableType event = beans.getMergedBeanDefinition(name)
			.getResolvableType()
			.as(ApplicationListener.class)
			.getGeneric();
		return (event.resolve() != null) ? event : null;
	}

	private static boolean isAwaitedBy(ApplicationListener<?> listener, Class<?> payload) {
		if (listener instanceof GenericApplicationListener generic) {
			return asksFor(payload, (event) -> generic.supportsEventType(event));
		}
		// A lambda: Spring hands it everything and ignores that it cannot take it.
		return listener.getClass().isHidden() || isAwaitedBy(new GenericApplicationListenerAdapter(listener), payload);
	}

	private static boolean asksFor(Class<?> payload, Predicate<ResolvableType> accepts) {
		return accepts.test(eventWith(payload)) && !accepts.test(UNHEARD_OF);
	}

	private static ResolvableType eventWith(Class<?> payload) {
		return ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, payload);
	}

	/**
	 * What is known about as many listeners.
	 *
	 * @param listeners how many there were
	 * @param byPayload whether one of them asks for a payload
	 */
	private record Answers(int listeners, Map<Class<?>, Boolean> byPayload) {
	}

	/**
	 * What nobody can listen for.
	 */
	private record UnheardOf() {
	}

}
