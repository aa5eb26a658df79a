package io.voicetelemetry.benchmarks.startup;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

import io.voicetelemetry.benchmarks.process.Median;

/**
 * What the starts of applications took that were started in turn. Not thread-safe.
 */
final class Starts {

	private final Map<Variant, List<Start>> starts = new EnumMap<>(Variant.class);

	/**
	 * Adds a start of the next round.
	 */
	void add(Variant variant, Start start) {
		this.starts.computeIfAbsent(variant, (key) -> new ArrayList<>()).add(start);
	}

	double median(Variant variant, ToLongFunction<Start> figure) {
		return Median.of(of(variant).stream().mapToDouble(figure::applyAsLong));
	}

	/**
	 * The median of the ratios that a figure has in each round to that of another
	 * application in the same round.
	 */
	double ratio(Variant variant, Variant reference, ToLongFunction<Start> figure) {
		List<Start> starts = of(variant);
		List<Start> references = of(reference);
		return Median.of(IntStream.range(0, starts.size())
			.mapToDouble((round) -> (double) figure.applyAsLong(starts.get(round))
					/ figure.applyAsLong(references.get(round))));
	}

	private List<Start> of(Variant variant) {
		return this.starts.getOrDefault(variant, List.of());
	}

}
