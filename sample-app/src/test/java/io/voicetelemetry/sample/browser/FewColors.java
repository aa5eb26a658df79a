package io.voicetelemetry.sample.browser;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Pictures with a palette: a page has few colours and the shades at the edges of its
 * letters, and its picture is half as large without most of those.
 */
final class FewColors {

	private static final int COLORS = 256;

	/** So many are of areas, which may differ by little. */
	private static final int GROUNDS = 24;

	private static final int SHADE = 200;

	private FewColors() {
	}

	/**
	 * The same picture in the colours that are most of it, others in the nearest of
	 * those.
	 */
	static BufferedImage of(BufferedImage picture) {
		int width = picture.getWidth();
		int[] pixels = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
		Map<Integer, Integer> counts = new HashMap<>();
		for (int pixel : pixels) {
			counts.merge(pixel, 1, Integer::sum);
		}
		int[] palette = palette(counts);
		Map<Integer, Integer> nearest = new HashMap<>();
		IndexColorModel colors = new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
		BufferedImage few = new BufferedImage(width, picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, colors);
		for (int i = 0; i < pixels.length; i++) {
			int index = nearest.computeIfAbsent(pixels[i], (color) -> nearest(color, palette));
			few.getRaster().setSample(i % width, i / width, 0, index);
		}
		return few;
	}

	/**
	 * The most frequent colours; but of shades only one, so that there is room for what
	 * is as small as a red digit.
	 */
	private static int[] palette(Map<Integer, Integer> counts) {
		Comparator<Map.Entry<Integer, Integer>> byCount = Map.Entry.comparingByValue();
		List<Integer> palette = new ArrayList<>();
		counts.entrySet()
			.stream()
			.sorted(byCount.reversed().thenComparing(Map.Entry.comparingByKey()))
			.map(Map.Entry::getKey)
			.filter((color) -> palette.size() < GROUNDS
					|| palette.stream().allMatch((chosen) -> distance(chosen, color) > SHADE))
			.limit(COLORS)
			.forEachOrdered(palette::add);
		return palette.stream().mapToInt(Integer::intValue).toArray();
	}

	private static int nearest(int color, int[] palette) {
		return IntStream.range(0, palette.length)
			.boxed()
			.min(Comparator.comparingInt((index) -> distance(color, palette[index])))
			.orElseThrow();
	}

	private static int distance(int one, int other) {
		int distance = 0;
		for (int shift = 0; shift <= 16; shift += 8) {
			int difference = (one >> shift & 0xff) - (other >> shift & 0xff);
			distance += difference * difference;
		}
		return distance;
	}

}
