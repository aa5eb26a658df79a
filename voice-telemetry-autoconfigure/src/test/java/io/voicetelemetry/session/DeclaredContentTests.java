package io.voicetelemetry.session;

import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeclaredContent}.
 */
class DeclaredContentTests {

	@Test
	void remembersWhatWasDeclared() {
		assertThat(TelemetryAttributes.isContent("declared.note")).isFalse();
		TelemetryAttribute.content(AttributeKey.stringKey("declared.note"));
		assertThat(TelemetryAttributes.isContent("declared.note")).isTrue();
		assertThat(TelemetryAttributes.isContent("declared.count")).isFalse();
		assertThat(TelemetryAttributes.isContent("input.value")).isTrue();
		assertThat(TelemetryAttributes.isContent("voice.transcript")).isTrue();
	}

	@Test
	void whatASpanIsAndHowItEndedIsNoContent() {
		TelemetryAttribute.content(TelemetryAttributes.STAGE.key());
		assertThat(TelemetryAttributes.isContent("voice.stage")).isFalse();
	}

	@Test
	void forgetsNoneHoweverManyThereAre() {
		DeclaredContent declared = new DeclaredContent(10);
		IntStream.range(0, 2_000).forEach((i) -> declared.add("note-" + i));
		assertThat(IntStream.range(0, 2_000)).allMatch((i) -> declared.contains("note-" + i));
		assertThat(IntStream.range(0, 2_000).filter((i) -> declared.contains("count-" + i)).count()).isLessThan(500);
		assertThat(declared.contains("gen_ai.request.model")).isFalse();
	}

}
