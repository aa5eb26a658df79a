package io.voicetelemetry.stream;

import java.util.function.Consumer;
import java.util.function.Function;

import io.voicetelemetry.content.ContentPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Puts the texts of items together where they may be recorded, up to a limit.
 */
final class TextReading implements ItemReading {

	static final int MAX_LENGTH = ContentPolicy.DEFAULT_MAX_SPAN_LENGTH + ContentPolicy.REDACTION_MARGIN;

	private final Consumer<String> told;

	private final Function<Object, @Nullable String> text;

	private final StringBuilder texts = new StringBuilder();

	/**
	 * A reading.
	 * @param told is told the whole
	 * @param text gives the text of an item
	 */
	TextReading(Consumer<String> told, Function<Object, @Nullable String> text) {
		this.told = told;
		this.text = text;
	}

	@Override
	public synchronized void item(Object item) {
		int room = MAX_LENGTH - this.texts.length();
		String more = (room > 0) ? this.text.apply(item) : null;
		if (more != null) {
			this.texts.append(more, 0, Math.min(more.length(), room));
		}
	}

	@Override
	public synchronized void end() {
		if (!this.texts.isEmpty()) {
			this.told.accept(this.texts.toString());
		}
	}

	@Override
	public boolean tellsAll() {
		return true;
	}

}
