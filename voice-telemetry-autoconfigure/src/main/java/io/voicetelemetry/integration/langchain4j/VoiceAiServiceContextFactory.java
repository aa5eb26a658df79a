package io.voicetelemetry.integration.langchain4j;

import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.tool.ToolService;
import dev.langchain4j.spi.services.AiServiceContextFactory;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the tools of AI services be observed: LangChain4j finds this class by itself.
 * There can be one such factory only, so that another's is asked in place of this, where
 * there is one, and only a tool service that is LangChain4j's own is replaced.
 *
 * @since 0.1
 */
public final class VoiceAiServiceContextFactory implements AiServiceContextFactory {

	private static final Logger logger = LoggerFactory.getLogger(VoiceTelemetry.class);

	private final @Nullable AiServiceContextFactory other = findOther();

	/**
	 * The factory.
	 */
	public VoiceAiServiceContextFactory() {
	}

	@Override
	public AiServiceContext create(Class<?> aiServiceClass) {
		AiServiceContext context = (this.other != null) ? this.other.create(aiServiceClass)
				: new VoiceAiServiceContext(aiServiceClass);
		if (context != null && ObservingApplications.any()) {
			observeTools(context);
		}
		return context;
	}

	private static void observeTools(AiServiceContext context) {
		try {
			if (context.toolService != null && context.toolService.getClass() == ToolService.class) {
				context.toolService = ObservedToolService.create();
			}
		}
		catch (LinkageError ex) {
			// A LangChain4j of another version.
			logger.warn("Tools of LangChain4j are not observed: its version is not supported", ex);
		}
	}

	private static @Nullable AiServiceContextFactory findOther() {
		Iterator<ServiceLoader.Provider<AiServiceContextFactory>> providers = ServiceLoader
			.load(AiServiceContextFactory.class)
			.stream()
			.iterator();
		try {
			while (providers.hasNext()) {
				ServiceLoader.Provider<AiServiceContextFactory> provider = providers.next();
				if (provider.type() != VoiceAiServiceContextFactory.class) {
					return provider.get();
				}
			}
		}
		catch (ServiceConfigurationError ex) {
			// Had LangChain4j met it first, it would have failed itself.
			return null;
		}
		return null;
	}

	/**
	 * What LangChain4j would make of itself.
	 */
	private static final class VoiceAiServiceContext extends AiServiceContext {

		VoiceAiServiceContext(Class<?> aiServiceClass) {
			super(aiServiceClass);
		}

	}

}
