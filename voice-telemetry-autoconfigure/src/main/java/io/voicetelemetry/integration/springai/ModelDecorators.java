package io.voicetelemetry.integration.springai;

import java.util.ArrayList;
import java.util.List;

import org.springframework.ai.audio.transcription.TranscriptionModel;
import org.springframework.ai.audio.tts.TextToSpeechModel;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Adds a primary decorator beside the model of each kind of which an application has one:
 * who injects the interface gets the decorator, who injects the class gets the model
 * itself. Spring AI's models are final and declared by their class, so that they can be
 * neither proxied nor replaced.
 *
 * @since 0.1
 */
public final class ModelDecorators implements BeanDefinitionRegistryPostProcessor {

	private static final List<Kind> KINDS = List.of(
			new Kind(ChatModel.class, TracedChatModel.class,
					"their first token is not timed, and what was received of a cancelled stream is not kept"),
			new Kind(TextToSpeechModel.class, TracedTextToSpeechModel.class, "they are not recorded"),
			new Kind(TranscriptionModel.class, TracedTranscriptionModel.class, "they are not recorded"),
			new Kind(ToolExecutionExceptionProcessor.class, TracedToolExceptionProcessor.class,
					"tools that throw are not recorded as failed"));

	private final List<String> decorated = new ArrayList<>();

	private final List<String> skipped = new ArrayList<>();

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (registry instanceof ConfigurableListableBeanFactory beans) {
			KINDS.forEach((kind) -> decorate(kind, beans, registry));
		}
	}

	private void decorate(Kind kind, ConfigurableListableBeanFactory beans, BeanDefinitionRegistry registry) {
		if (registry.containsBeanDefinition(kind.beanName())) {
			// Said already when the application was built ahead of time.
			this.decorated.add(kind.type().getSimpleName());
			return;
		}
		List<String> candidates = new ArrayList<>();
		boolean primary = false;
		for (String name : beans.getBeanNamesForType(kind.type(), true, false)) {
			BeanDefinition definition = registry.containsBeanDefinition(name) ? beans.getMergedBeanDefinition(name)
					: null;
			if (definition == null || definition.isAutowireCandidate()) {
				candidates.add(name);
				primary |= definition != null && (definition.isPrimary() || !definition.isSingleton());
			}
		}
		if (candidates.size() == 1 && !primary) {
			registry.registerBeanDefinition(kind.beanName(), decorator(kind, candidates.get(0), registry));
			this.decorated.add(kind.type().getSimpleName() + " (" + candidates.get(0) + ")");
		}
		else if (!candidates.isEmpty()) {
			this.skipped
				.add(kind.type().getSimpleName() + " (" + String.join(", ", candidates) + "): " + kind.missing());
		}
	}

	private static BeanDefinition decorator(Kind kind, String model, BeanDefinitionRegistry registry) {
		RootBeanDefinition decorator = new RootBeanDefinition(kind.decorator());
		decorator.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
		decorator.getConstructorArgumentValues().addIndexedArgumentValue(0, new RuntimeBeanReference(model));
		decorator.setPrimary(true);
		decorator.setLazyInit(registry.containsBeanDefinition(model) && registry.getBeanDefinition(model).isLazyInit());
		return decorator;
	}

	/**
	 * Which models have a decorator.
	 * @return the kind and the bean of each
	 */
	public List<String> decorated() {
		return List.copyOf(this.decorated);
	}

	/**
	 * Which models have no decorator, though there are some, and what is not seen of
	 * them.
	 * @return a description of each kind
	 */
	public List<String> report() {
		return List.copyOf(this.skipped);
	}

	/**
	 * A kind of model.
	 *
	 * @param missing what is not seen without a decorator
	 */
	private record Kind(Class<?> type, Class<?> decorator, String missing) {

		String beanName() {
			return "voice" + this.decorator.getSimpleName();
		}

	}

}
