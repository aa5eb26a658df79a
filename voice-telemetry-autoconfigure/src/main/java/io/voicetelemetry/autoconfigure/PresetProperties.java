package io.voicetelemetry.autoconfigure;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What products ask for beside what can be set for every backend.
 *
 * @param langfuse What Langfuse asks for.
 * @param openobserve What OpenObserve asks for.
 * @param catalyst What Catalyst asks for.
 * @param superlog What Superlog asks for.
 * @param phoenix What Phoenix asks for.
 * @param arize What Arize AX asks for.
 * @param langsmith What LangSmith asks for.
 * @param opik What Opik asks for.
 * @param braintrust What Braintrust asks for.
 * @since 0.1
 */
@ConfigurationProperties(ExportProperties.PREFIX)
public record PresetProperties(Langfuse langfuse, Openobserve openobserve, Catalyst catalyst, Superlog superlog,
		Phoenix phoenix, Arize arize, Langsmith langsmith, Opik opik, Braintrust braintrust) {

	// Nothing is set of most of them, and the binder takes long to make what is empty.
	public PresetProperties {
		langfuse = (langfuse != null) ? langfuse : new Langfuse(null, null, null, null, null);
		openobserve = (openobserve != null) ? openobserve : new Openobserve(null, null, null, null, null, null);
		catalyst = (catalyst != null) ? catalyst : new Catalyst(null);
		superlog = (superlog != null) ? superlog : new Superlog(null);
		phoenix = (phoenix != null) ? phoenix : new Phoenix(null, null);
		arize = (arize != null) ? arize : new Arize(null, null, null);
		langsmith = (langsmith != null) ? langsmith : new Langsmith(null, null);
		opik = (opik != null) ? opik : new Opik(null, null, null);
		braintrust = (braintrust != null) ? braintrust : new Braintrust(null, null, null);
	}

	/**
	 * What is secret of it.
	 */
	List<String> secrets() {
		return Stream
			.of(this.langfuse.publicKey, this.langfuse.secretKey, this.openobserve.token, this.openobserve.password,
					this.catalyst.token, this.superlog.apiKey, this.phoenix.apiKey, this.arize.spaceId,
					this.arize.apiKey, this.langsmith.apiKey, this.opik.apiKey, this.braintrust.apiKey)
			.filter(Objects::nonNull)
			.map(String::strip)
			.toList();
	}

	/**
	 * What Langfuse asks for.
	 *
	 * @param baseUrl URL of the instance, such as "https://cloud.langfuse.com".
	 * @param publicKey Public key of the project, which begins with "pk-lf-".
	 * @param secretKey Secret key of the project, which begins with "sk-lf-".
	 * @param environment Environment that calls are shown in: up to 40 lower case
	 * letters, digits, '-' and '_', not beginning with "langfuse".
	 * @param release Release of the application that calls are shown with.
	 */
	public record Langfuse(@Nullable String baseUrl, @Nullable String publicKey, @Nullable String secretKey,
			@Nullable String environment, @Nullable String release) {

		@Override
		public String toString() {
			return "Langfuse[]";
		}

	}

	/**
	 * What OpenObserve asks for.
	 *
	 * @param baseUrl URL of the instance, such as "https://api.openobserve.ai".
	 * @param organization Id of the organization.
	 * @param token Base64 of e-mail and token, as OpenObserve shows it. In place of user
	 * name and password.
	 * @param username E-mail of the user.
	 * @param password Password or token of the user.
	 * @param stream Stream that spans are stored in. By default "default".
	 */
	public record Openobserve(@Nullable String baseUrl, @Nullable String organization, @Nullable String token,
			@Nullable String username, @Nullable String password, @Nullable String stream) {

		@Override
		public String toString() {
			return "Openobserve[]";
		}

	}

	/**
	 * What Catalyst asks for.
	 *
	 * @param token API key of inference.net.
	 */
	public record Catalyst(@Nullable String token) {

		@Override
		public String toString() {
			return "Catalyst[]";
		}

	}

	/**
	 * What Superlog asks for.
	 *
	 * @param apiKey Key of the project, which begins with "sl_public_".
	 */
	public record Superlog(@Nullable String apiKey) {

		@Override
		public String toString() {
			return "Superlog[]";
		}

	}

	/**
	 * What Phoenix asks for.
	 *
	 * @param apiKey API key, where authentication is enabled.
	 * @param project Project that spans are stored in. By default "default".
	 */
	public record Phoenix(@Nullable String apiKey, @Nullable String project) {

		@Override
		public String toString() {
			return "Phoenix[]";
		}

	}

	/**
	 * What Arize AX asks for.
	 *
	 * @param spaceId Id of the space.
	 * @param apiKey API key of the space.
	 * @param project Project that spans are stored in.
	 */
	public record Arize(@Nullable String spaceId, @Nullable String apiKey, @Nullable String project) {

		@Override
		public String toString() {
			return "Arize[]";
		}

	}

	/**
	 * What LangSmith asks for.
	 *
	 * @param apiKey API key.
	 * @param project Project that spans are stored in. By default "default".
	 */
	public record Langsmith(@Nullable String apiKey, @Nullable String project) {

		@Override
		public String toString() {
			return "Langsmith[]";
		}

	}

	/**
	 * What Opik asks for.
	 *
	 * @param apiKey API key. An instance of one's own needs none.
	 * @param workspace Name of the workspace.
	 * @param project Project that spans are stored in. By default "Default Project".
	 */
	public record Opik(@Nullable String apiKey, @Nullable String workspace, @Nullable String project) {

		@Override
		public String toString() {
			return "Opik[]";
		}

	}

	/**
	 * What Braintrust asks for.
	 *
	 * @param apiKey API key.
	 * @param project Name of the project that spans are stored in.
	 * @param parent What spans are stored in, other than a project by name, such as
	 * "project_id:…" or "experiment_id:…".
	 */
	public record Braintrust(@Nullable String apiKey, @Nullable String project, @Nullable String parent) {

		@Override
		public String toString() {
			return "Braintrust[]";
		}

	}

}
