package io.voicetelemetry.autoconfigure;

import java.util.List;

import io.voicetelemetry.autoconfigure.PresetProperties.Arize;
import io.voicetelemetry.autoconfigure.PresetProperties.Braintrust;
import io.voicetelemetry.autoconfigure.PresetProperties.Catalyst;
import io.voicetelemetry.autoconfigure.PresetProperties.Langfuse;
import io.voicetelemetry.autoconfigure.PresetProperties.Langsmith;
import io.voicetelemetry.autoconfigure.PresetProperties.Openobserve;
import io.voicetelemetry.autoconfigure.PresetProperties.Opik;
import io.voicetelemetry.autoconfigure.PresetProperties.Phoenix;
import io.voicetelemetry.autoconfigure.PresetProperties.Superlog;

/**
 * What each product wants to be sent spans: where to, in which dialect, with which
 * credentials, headers and resource attributes. A host is known only where the product's
 * own guide names one for all.
 */
final class BackendPresets {

	static final String OTLP = "otlp";

	static final String LANGFUSE = "langfuse";

	static final String OPENOBSERVE = "openobserve";

	static final String CATALYST = "catalyst";

	static final String SUPERLOG = "superlog";

	static final String PHOENIX = "phoenix";

	static final String ARIZE = "arize";

	static final String LANGSMITH = "langsmith";

	static final String OPIK = "opik";

	static final String BRAINTRUST = "braintrust";

	/** By gRPC and in OpenInference's resource, too. */
	static final String PROJECT_NAME = "openinference.project.name";

	private static final String TRACES = "/v1/traces";

	private static final String BEARER = "Bearer ";

	private BackendPresets() {
	}

	/**
	 * All presets, whether they are on or not.
	 * @param sources where the application's source code is
	 */
	static List<BackendDraft> drafts(ExportProperties export, PresetProperties presets, SourceCode sources) {
		return List.of(otlp(export.otlp()), langfuse(export.langfuse(), presets.langfuse()),
				openobserve(export.openobserve(), presets.openobserve()),
				catalyst(export.catalyst(), presets.catalyst()),
				superlog(export.superlog(), presets.superlog(), sources), phoenix(export.phoenix(), presets.phoenix()),
				arize(export.arize(), presets.arize()), langsmith(export.langsmith(), presets.langsmith()),
				opik(export.opik(), presets.opik()), braintrust(export.braintrust(), presets.braintrust()));
	}

	private static BackendDraft otlp(BackendProperties properties) {
		return new BackendDraft(OTLP, properties).plain()
			.dialects("livekit")
			.onByEndpoint()
			.endpoint("http://localhost:4318/v1/traces");
	}

	// https://langfuse.com/integrations/native/opentelemetry
	private static BackendDraft langfuse(BackendProperties properties, Langfuse own) {
		BackendDraft draft = new BackendDraft(LANGFUSE, properties).allOrNothing()
			.httpAlone("Langfuse")
			.dialects("langfuse")
			.basic("public-key", Credentials.langfusePublicKey(own), "the public key of the project (pk-lf-…)",
					"secret-key", Credentials.langfuseSecretKey(own), "the secret key of the project (sk-lf-…)")
			.baseUrl(own.baseUrl(), "/api/public/otel" + TRACES, "https://cloud.langfuse.com")
			.header("x-langfuse-ingestion-version", "4");
		return draft.resource("langfuse.environment", LangfuseEnvironment.checked(own.environment()))
			.resource("langfuse.release", own.release());
	}

	// https://openobserve.ai/docs/ingestion/traces/opentelemetry/
	private static BackendDraft openobserve(BackendProperties properties, Openobserve own) {
		BackendDraft draft = new BackendDraft(OPENOBSERVE, properties).dialects("openobserve")
			.header("stream-name", "stream", own.stream());
		Credentials.requireOne(own);
		String organization = Credentials.openobserveOrganization(own);
		draft.baseUrl(own.baseUrl(), "/api/" + organization + TRACES, "https://api.openobserve.ai");
		if (draft.isGrpc()) {
			draft.header("organization", "organization", organization);
		}
		if (draft.isGrpc() || !draft.hasEndpoint()) {
			draft.required("organization", organization, "the id of the organization");
		}
		if (BackendDraft.isSet(own.username()) || BackendDraft.isSet(own.password())) {
			return draft.basic("username", own.username(), "the e-mail of the user, or use 'token' alone", "password",
					own.password(), "the password or token of the user");
		}
		return draft.credential("token", Credentials.openobserveToken(own), Headers.AUTHORIZATION, "Basic ",
				"the Base64 token as OpenObserve shows it, or username and password");
	}

	// https://docs.inference.net
	private static BackendDraft catalyst(BackendProperties properties, Catalyst own) {
		return new BackendDraft(CATALYST, properties).dialects("openinference", "catalyst")
			.host("https://telemetry.inference.net", TRACES)
			.credential("token", own.token(), Headers.AUTHORIZATION, BEARER, "an API key of inference.net");
	}

	// https://github.com/superloglabs/skills
	private static BackendDraft superlog(BackendProperties properties, Superlog own, SourceCode sources) {
		BackendDraft draft = new BackendDraft(SUPERLOG, properties).httpAlone("Superlog")
			.dialects("superlog")
			.host("https://intake.superlog.sh", TRACES);
		// It takes its key as a bearer token, too.
		String header = draft.hasHeader(Headers.AUTHORIZATION) ? Headers.AUTHORIZATION : "x-api-key";
		return draft.credential("api-key", own.apiKey(), header, "", "the key of the project (sl_public_…)")
			.resource(SourceCode.REPOSITORY, sources.repository())
			.resource(SourceCode.REVISION, sources.revision());
	}

	// https://arize.com/docs/phoenix/tracing
	private static BackendDraft phoenix(BackendProperties properties, Phoenix own) {
		BackendDraft draft = new BackendDraft(PHOENIX, properties).dialects("openinference")
			.onByEndpoint()
			.endpoint("http://localhost:6006/v1/traces")
			.optionalCredential("api-key", own.apiKey(), Headers.AUTHORIZATION, BEARER)
			.resource(PROJECT_NAME, own.project());
		if (Endpoints.isAt(properties.endpoint(), "phoenix.arize.com") && !draft.hasHeader(Headers.AUTHORIZATION)
				&& !draft.hasHeader("api_key")) {
			draft.required("api-key", own.apiKey(), "an API key of the space");
		}
		return draft.isGrpc() ? draft : draft.header("x-project-name", "project", own.project());
	}

	// https://arize.com/docs/ax
	private static BackendDraft arize(BackendProperties properties, Arize own) {
		BackendDraft draft = new BackendDraft(ARIZE, properties).dialects("openinference")
			.host("https://otlp.arize.com", TRACES)
			.credential("space-id", own.spaceId(), "arize-space-id", "", "the id of the space")
			.credential("api-key", own.apiKey(), "arize-api-key", "", "an API key of the space")
			.resource(PROJECT_NAME, own.project());
		return BackendDraft.isSet(properties.resource().get(PROJECT_NAME)) ? draft
				: draft.required("project", own.project(), "the name of the project that spans are stored in");
	}

	// https://docs.langchain.com/langsmith/trace-with-opentelemetry
	private static BackendDraft langsmith(BackendProperties properties, Langsmith own) {
		return new BackendDraft(LANGSMITH, properties).httpAlone("LangSmith")
			.dialects("langsmith")
			.host("https://api.smith.langchain.com", "/otel" + TRACES)
			.credential("api-key", own.apiKey(), "x-api-key", "", "an API key of LangSmith")
			.header("Langsmith-Project", "project", own.project());
	}

	// https://www.comet.com/docs/opik/tracing/opentelemetry/overview
	private static BackendDraft opik(BackendProperties properties, Opik own) {
		BackendDraft draft = new BackendDraft(OPIK, properties).httpAlone("Opik")
			.dialects("opik")
			.host("https://www.comet.com", "/opik/api/v1/private/otel" + TRACES)
			.header("Comet-Workspace", "workspace", own.workspace())
			.header("projectName", "project", own.project());
		if (Endpoints.isAt(properties.endpoint(), "comet.com") || !draft.hasEndpoint()) {
			return draft.credential("api-key", own.apiKey(), Headers.AUTHORIZATION, "", "an API key of Opik");
		}
		// An instance of one's own asks for no key.
		return draft.onByEndpoint().optionalCredential("api-key", own.apiKey(), Headers.AUTHORIZATION, "");
	}

	// https://www.braintrust.dev/docs/integrations/opentelemetry
	private static BackendDraft braintrust(BackendProperties properties, Braintrust own) {
		BackendDraft draft = new BackendDraft(BRAINTRUST, properties).httpAlone("Braintrust")
			.dialects("braintrust")
			.host("https://api.braintrust.dev", "/otel" + TRACES)
			.credential("api-key", own.apiKey(), Headers.AUTHORIZATION, BEARER, "an API key of Braintrust");
		if (BackendDraft.isSet(own.project()) && BackendDraft.isSet(own.parent())) {
			throw new InvalidVoiceTelemetryConfigurationException(draft.key("parent"),
					"is set beside " + draft.key("project"), "Choose one: spans have one place.");
		}
		if (BackendDraft.isSet(own.parent())) {
			return draft.header("x-bt-parent", "parent", own.parent());
		}
		if (!draft.hasHeader("x-bt-parent")) {
			draft.required("project", own.project(), "the name of the project that spans are stored in");
		}
		String project = BackendDraft.given(own.project());
		return (project != null) ? draft.header("x-bt-parent", "project", "project_name:" + project) : draft;
	}

}
