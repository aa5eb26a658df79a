package io.voicetelemetry.dialect.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a product shows of the {@link ReferenceCall}, for tables of what it must show. In
 * such tables a cell is a part of what is shown, several to choose from with {@code /}
 * between them, {@code -} for nothing, and {@code ?} for what nobody promises.
 */
final class Shown {

	private static final String NOTHING = "-";

	private static final String ANYTHING = "?";

	private final ReferenceCall call;

	private final Map<String, ProductView> views = new LinkedHashMap<>();

	Shown(ReferenceCall call, Collection<ProductView> views) {
		this.call = call;
		views.forEach((view) -> this.views.put(view.span().spanId(), view));
	}

	Collection<ProductView> all() {
		return this.views.values();
	}

	/** All of the call's trace. */
	List<ProductView> ofCall() {
		return all().stream()
			.filter((view) -> view.span().traceId().equals(this.call.traceId(Moment.SESSION)))
			.toList();
	}

	ProductView at(Moment moment) {
		ProductView view = this.views.get(this.call.spanId(moment));
		assertThat(view).as("%s is shown", moment).isNotNull();
		return view;
	}

	/** How long the first token took, or null when there is none. */
	Duration timeToFirstToken(Moment moment) {
		Instant start = Instant.EPOCH.plusNanos(at(moment).span().startEpochNanos());
		return Duration.between(start, this.call.firstToken(moment));
	}

	void assertTimeToFirstToken(Moment moment) {
		// Products count in milliseconds.
		assertThat(at(moment).timeToFirstToken()).as("time to first token of %s", moment)
			.isCloseTo(timeToFirstToken(moment), Duration.ofMillis(2));
	}

	void assertTypeInputOutput(Moment moment, String type, String input, String output) {
		ProductView view = at(moment);
		assertCell(moment, "type", view.type(), type);
		assertCell(moment, "input", view.input(), input);
		assertCell(moment, "output", view.output(), output);
	}

	void assertTokens(Moment moment, String input, String output) {
		assertCount(moment, "input tokens", at(moment).inputTokens(), input);
		assertCount(moment, "output tokens", at(moment).outputTokens(), output);
	}

	void assertModelAndLevel(Moment moment, String model, String level, String message) {
		ProductView view = at(moment);
		assertCell(moment, "model", view.model(), model);
		assertCell(moment, "level", view.level(), level);
		assertCell(moment, "status message", view.statusMessage(), message);
	}

	private static void assertCount(Moment moment, String column, @Nullable Long shown, String cell) {
		if (!cell.equals(ANYTHING)) {
			assertThat(shown).as("%s of %s", column, moment)
				.isEqualTo(cell.equals(NOTHING) ? null : Long.valueOf(cell));
		}
	}

	private static void assertCell(Moment moment, String column, @Nullable String shown, String cell) {
		if (cell.equals(NOTHING)) {
			assertThat(shown).as("%s of %s", column, moment).isNull();
		}
		else if (!cell.equals(ANYTHING)) {
			assertThat(shown).as("%s of %s", column, moment).isNotNull();
			assertThat(List.of(cell.split("/"))).as("%s of %s, which is %s", column, moment, shown)
				.anyMatch(shown::contains);
		}
	}

}
