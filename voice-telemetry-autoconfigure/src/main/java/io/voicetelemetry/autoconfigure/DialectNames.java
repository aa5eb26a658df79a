package io.voicetelemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.voicetelemetry.dialect.BuiltInDialects;
import io.voicetelemetry.dialect.SpanDialect;
import org.jspecify.annotations.Nullable;

/**
 * Finds dialects by the names that are set. Not thread-safe.
 */
final class DialectNames implements BiFunction<List<String>, String, List<SpanDialect>> {

	private static final String NONE = "none";

	/** Spans as they are recorded, by whatever name. */
	private static final Set<String> AS_RECORDED = Set.of(NONE, "canonical");

	private final List<SpanDialect> own;

	private final Function<String, @Nullable String> variables;

	private @Nullable Map<String, SpanDialect> byName;

	/**
	 * The dialects of this project and of the application.
	 * @param own those of the application
	 * @param variables values of environment variables, which say what a dialect hides
	 */
	DialectNames(List<SpanDialect> own, Function<String, @Nullable String> variables) {
		this.own = List.copyOf(own);
		this.variables = variables;
		// Their names are checked although no backend may ask for them.
		if (!this.own.isEmpty()) {
			byName();
		}
	}

	/**
	 * All of them, made when the first is asked for: without a backend there are tables
	 * that nobody needs.
	 */
	private Map<String, SpanDialect> byName() {
		Map<String, SpanDialect> byName = this.byName;
		if (byName == null) {
			byName = new TreeMap<>();
			for (SpanDialect dialect : BuiltInDialects.all(this.variables)) {
				byName.put(dialect.name(), dialect);
			}
			for (SpanDialect dialect : this.own) {
				add(byName, dialect);
			}
			this.byName = byName;
		}
		return byName;
	}

	private static void add(Map<String, SpanDialect> byName, SpanDialect dialect) {
		String name = nameOf(dialect);
		if (AS_RECORDED.contains(name) || byName.putIfAbsent(name, dialect) != null) {
			throw new InvalidVoiceTelemetryConfigurationException("SpanDialect bean '" + dialect.name() + "'",
					"has a name that another dialect has", "Choose a name other than " + known(byName) + ".");
		}
	}

	private static String nameOf(SpanDialect dialect) {
		String name = Objects.toString(dialect.name(), "").strip().toLowerCase(Locale.ROOT);
		if (name.isEmpty()) {
			throw new InvalidVoiceTelemetryConfigurationException("SpanDialect bean of " + dialect.getClass().getName(),
					"has no name", "Return a name that properties can select it by, such as 'acme'.");
		}
		return name;
	}

	/**
	 * Finds dialects.
	 * @param names their names, in any case
	 * @param property the property that they are from
	 */
	@Override
	public List<SpanDialect> apply(List<String> names, String property) {
		List<SpanDialect> dialects = new ArrayList<>();
		for (String name : names) {
			String lower = name.strip().toLowerCase(Locale.ROOT);
			SpanDialect dialect = byName().get(lower);
			if (dialect != null) {
				dialects.add(dialect);
			}
			else if (!AS_RECORDED.contains(lower)) {
				throw new InvalidVoiceTelemetryConfigurationException(property, "names a dialect that there is none of",
						"Use one or more of " + known(byName()) + ".");
			}
		}
		return dialects;
	}

	private static String known(Map<String, SpanDialect> byName) {
		return NONE + ", " + String.join(", ", byName.keySet());
	}

}
