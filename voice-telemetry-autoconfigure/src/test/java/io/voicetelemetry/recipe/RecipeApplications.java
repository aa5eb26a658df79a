package io.voicetelemetry.recipe;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

import io.voicetelemetry.integration.Surrounding;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The applications of a test class, one in each surrounding: started when a test first
 * asks for it, and closed with the class.
 */
final class RecipeApplications implements AfterAllCallback {

	private final Function<Surrounding, RecipeApplication> start;

	private final Map<Surrounding, RecipeApplication> started = new EnumMap<>(Surrounding.class);

	RecipeApplications(Function<Surrounding, RecipeApplication> start) {
		this.start = start;
	}

	RecipeApplication in(Surrounding surrounding) {
		surrounding.assumePlayed();
		return this.started.computeIfAbsent(surrounding, this.start);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.started.values().forEach(RecipeApplication::close);
		this.started.clear();
	}

}
