package io.voicetelemetry.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties of which nothing is set, which are made without the binder.
 */
class UnsetPropertiesTests {

	@Test
	void areAsTheBinderMakesThem() {
		assertThat(BackendProperties.UNSET)
			.isEqualTo(new Binder().bindOrCreate("voice.telemetry.export.otlp", BackendProperties.class));
	}

	@Test
	void groupsAreAsTheBinderMakesThem() {
		VoiceTelemetryProperties properties = new Binder().bindOrCreate("voice.telemetry",
				VoiceTelemetryProperties.class);
		assertGroupsAreAsTheBinderMakesThem(properties);
		assertGroupsAreAsTheBinderMakesThem(properties.content());
		assertGroupsAreAsTheBinderMakesThem(properties.export());
	}

	private static void assertGroupsAreAsTheBinderMakesThem(Object properties) {
		List<RecordComponent> groups = Stream.of(properties.getClass().getRecordComponents())
			.filter((component) -> component.getType().isRecord())
			.toList();
		assertThat(groups).isNotEmpty()
			.allSatisfy((group) -> assertThat(properties).extracting(group.getName())
				.isEqualTo(new Binder().bindOrCreate("voice.telemetry", group.getType())));
	}

	@Test
	void areAsTheBinderMakesThemBesideOneThatIsSet() {
		Binder binder = new Binder(
				new MapConfigurationPropertySource(Map.of("voice.telemetry.export.arize.project", "demo")));
		ExportProperties export = binder.bindOrCreate("voice.telemetry.export", ExportProperties.class);
		assertThat(export.backends()).hasSize(10).containsOnly(BackendProperties.UNSET);
		PresetProperties presets = binder.bind("voice.telemetry.export", PresetProperties.class).get();
		assertThat(presets.arize()).isEqualTo(new PresetProperties.Arize(null, null, "demo"));
		for (RecordComponent preset : PresetProperties.class.getRecordComponents()) {
			assertThat(presets).extracting(preset.getName())
				.isEqualTo(binder.bindOrCreate("voice.telemetry.export." + preset.getName(), preset.getType()));
		}
	}

}
