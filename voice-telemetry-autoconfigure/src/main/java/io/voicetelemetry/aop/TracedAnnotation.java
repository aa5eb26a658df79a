package io.voicetelemetry.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.voicetelemetry.annotation.VoiceStage;
import io.voicetelemetry.session.Stage;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * An annotation of ours as it stands on a method, on an interface of it, on what it
 * overrides or on an annotation of the application's own, with overridden attributes
 * merged in.
 *
 * @param stage the stage it stands for
 * @param annotation the annotation
 */
record TracedAnnotation(Stage stage, MergedAnnotation<?> annotation) {

	/**
	 * The annotations of ours on a method, the outermost stage first.
	 */
	static List<TracedAnnotation> on(Method method) {
		MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		if (!annotations.isPresent(VoiceStage.class)) {
			return List.of();
		}
		List<TracedAnnotation> found = new ArrayList<>(1);
		annotations.stream(VoiceStage.class).forEach((stage) -> {
			MergedAnnotation<?> traced = stage.getMetaSource();
			if (traced != null && found.stream().noneMatch((each) -> each.type() == traced.getType())) {
				found.add(new TracedAnnotation(Stage.valueOf(stage.getString("value").toUpperCase(Locale.ROOT)),
						// Asked for again by its type, so that aliases are merged.
						annotations.get(traced.getType())));
			}
		});
		found.sort(Comparator.comparing(TracedAnnotation::stage));
		return List.copyOf(found);
	}

	Class<? extends Annotation> type() {
		return this.annotation.getType();
	}

	/**
	 * An attribute that not every annotation of ours has.
	 */
	String text(String attribute) {
		return this.annotation.getValue(attribute, String.class).orElse("");
	}

	String[] texts(String attribute) {
		return this.annotation.getValue(attribute, String[].class).orElseGet(() -> new String[0]);
	}

	boolean flag(String attribute) {
		return this.annotation.getValue(attribute, Boolean.class).orElse(true);
	}

}
