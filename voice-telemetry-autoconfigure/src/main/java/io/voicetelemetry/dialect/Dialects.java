package io.voicetelemetry.dialect;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dialects, one after the other. Thread-safe.
 *
 * @since 0.1
 */
public final class Dialects implements UnaryOperator<SpanData> {

	private static final Logger logger = LoggerFactory.getLogger(Dialects.class);

	private final List<SpanDialect> dialects;

	private final List<HidesContent> hiding;

	/** What the keys begin with that are for these. */
	private final Set<String> own = new HashSet<>();

	private volatile @Nullable KeyPrefixes ofOthers;

	private final AtomicBoolean failed = new AtomicBoolean();

	private Dialects(List<SpanDialect> dialects) {
		this.dialects = List.copyOf(dialects);
		this.hiding = this.dialects.stream()
			.filter(HidesContent.class::isInstance)
			.map(HidesContent.class::cast)
			.filter(HidesContent::hides)
			.toList();
		this.dialects.forEach((dialect) -> this.own.addAll(dialect.ownPrefixes()));
	}

	/**
	 * Dialects that compose.
	 * @param dialects the dialects; of what several write, the last one's stays
	 * @return a function from a span to what is sent of it
	 */
	public static Dialects of(List<SpanDialect> dialects) {
		return new Dialects(dialects);
	}

	/**
	 * Writes a span.
	 * @param span the span as it was recorded
	 * @return what is sent: if a dialect throws, the canonical span without content
	 */
	@Override
	public SpanData apply(SpanData span) {
		SpanData canonical = GenAiConventions.normalized(span);
		if (this.dialects.isEmpty()) {
			return canonical;
		}
		try {
			return translated(new CanonicalSpan(canonical));
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			if (this.failed.compareAndSet(false, true)) {
				logger.warn("A dialect of {} failed: such spans are sent as they were recorded, but without what was "
						+ "said. Further failures are not logged", this, ex);
			}
			return withoutContent(canonical);
		}
	}

	private SpanData translated(CanonicalSpan span) {
		SpanRewrite rewrite = rewrite(span);
		for (SpanDialect dialect : this.dialects) {
			dialect.translate(shownTo(dialect, span), rewrite);
		}
		hide(span, rewrite);
		return rewrite.toSpanData();
	}

	/**
	 * What goes out if nothing was translated: without what is meant for others.
	 */
	private SpanRewrite rewrite(CanonicalSpan span) {
		SpanRewrite rewrite = new SpanRewrite(span.data());
		return span.isOurs() ? rewrite.removeIf(ofOthers()::begin) : rewrite;
	}

	/**
	 * What the keys begin with that are for other backends: found out for the first span,
	 * and thus not while the application starts.
	 */
	private KeyPrefixes ofOthers() {
		KeyPrefixes ofOthers = this.ofOthers;
		if (ofOthers == null) {
			Set<String> prefixes = new HashSet<>();
			BuiltInDialects.all().forEach((dialect) -> prefixes.addAll(dialect.ownPrefixes()));
			prefixes.removeAll(this.own);
			ofOthers = new KeyPrefixes(prefixes);
			this.ofOthers = ofOthers;
		}
		return ofOthers;
	}

	/**
	 * The span without what another dialect hides: under a key of its own a dialect might
	 * tell it all the same.
	 */
	private CanonicalSpan shownTo(SpanDialect dialect, CanonicalSpan span) {
		SpanRewrite shown = null;
		for (HidesContent each : this.hiding) {
			if (each != dialect) {
				shown = (shown != null) ? shown : new SpanRewrite(span.data());
				each.hide(span, shown);
			}
		}
		return (shown != null) ? new CanonicalSpan(shown.toSpanData()) : span;
	}

	private void hide(CanonicalSpan span, SpanRewrite rewrite) {
		this.hiding.forEach((each) -> each.hide(span, rewrite));
	}

	private SpanData withoutContent(SpanData canonical) {
		SpanRewrite rewrite = new SpanRewrite(canonical);
		ContentRemoval.from(rewrite);
		SpanData safe = rewrite.toSpanData();
		try {
			CanonicalSpan span = new CanonicalSpan(safe);
			rewrite = rewrite(span);
			hide(span, rewrite);
			return rewrite.toSpanData();
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			return safe;
		}
	}

	@Override
	public String toString() {
		return this.dialects.stream().map(SpanDialect::name).toList().toString();
	}

}
