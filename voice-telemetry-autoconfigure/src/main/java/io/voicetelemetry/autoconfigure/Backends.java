package io.voicetelemetry.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import io.voicetelemetry.dialect.SpanDialect;
import io.voicetelemetry.export.VoiceBackend;

/**
 * The backends of the application.
 *
 * @param on those that spans are to be sent to
 * @param off why not to others for which something is set, by name
 */
record Backends(List<ConfiguredBackend> on, Map<String, String> off) {

	private static final String CONSOLE = "console";

	Backends {
		on = List.copyOf(on);
		off = Map.copyOf(off);
	}

	/**
	 * Backends as they are configured.
	 * @param drafts the presets
	 * @param own the application's own, which are on
	 * @param dialects finds dialects by their names, for the property that they are from
	 * @param ofVariable whether a property is from a variable of a product
	 */
	static Backends of(List<BackendDraft> drafts, List<VoiceBackend> own,
			BiFunction<List<String>, String, List<SpanDialect>> dialects, Predicate<String> ofVariable) {
		List<ConfiguredBackend> on = new ArrayList<>();
		Map<String, String> off = new LinkedHashMap<>();
		for (BackendDraft draft : drafts) {
			draft.leaveToOthers(ofVariable);
			ConfiguredBackend backend = draft.build(dialects);
			String whyOff = draft.whyOff();
			if (backend != null) {
				on.add(backend);
			}
			else if (whyOff != null) {
				off.put(draft.name(), whyOff);
			}
		}
		List<String> taken = new ArrayList<>(drafts.stream().map(BackendDraft::name).toList());
		taken.add(CONSOLE);
		for (VoiceBackend backend : own) {
			on.add(checked(backend, taken));
		}
		return new Backends(on, off);
	}

	private static ConfiguredBackend checked(VoiceBackend backend, List<String> taken) {
		String subject = "VoiceBackend bean '" + backend.name() + "'";
		if (taken.contains(backend.name())) {
			throw new InvalidVoiceTelemetryConfigurationException(subject,
					"has the name of a preset or of another VoiceBackend bean",
					"Choose a name other than " + String.join(", ", taken) + ".");
		}
		taken.add(backend.name());
		Endpoints.check(backend.endpoint().toString(), "endpoint of the " + subject,
				backend.protocol() == VoiceBackend.Protocol.HTTP_PROTOBUF);
		Headers.checked(backend.headers(), "headers of the " + subject);
		return new ConfiguredBackend(backend, subject, null);
	}

}
