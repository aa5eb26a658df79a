package io.voicetelemetry.metrics;

/**
 * A tag of a meter.
 *
 * @param key the key
 * @param open whether its values come from outside, so that there may be any number of
 * them
 */
record MeterTag(String key, boolean open) {

	static final MeterTag TENANT_ID = open("tenant.id");

	static final MeterTag OUTCOME = closed("outcome");

	static final MeterTag ERROR_TYPE = open("error.type");

	static final MeterTag REASON = closed("reason");

	static final MeterTag BACKEND = closed("backend");

	static final MeterTag STAGE = closed("voice.stage");

	static final MeterTag ROOM_NAME_PRESENT = closed("voice.room_name.present");

	static final MeterTag DISCONNECT_REASON = open("voice.disconnect_reason");

	static final MeterTag ROLE = closed("role");

	static final MeterTag SOURCE = open("source");

	static final MeterTag TOOL = open("tool");

	static final MeterTag TOOL_NAME = open("gen_ai.tool.name");

	static final MeterTag LLM_PROVIDER = open("llm.provider");

	static final MeterTag LLM_MODEL = open("llm.model");

	static final MeterTag LLM_USE_CASE = open("llm.use_case");

	static final MeterTag LLM_CALL_SITE = open("llm.call_site");

	static final MeterTag OPERATION_NAME = closed("gen_ai.operation.name");

	static final MeterTag PROVIDER_NAME = open("gen_ai.provider.name");

	static final MeterTag REQUEST_MODEL = open("gen_ai.request.model");

	static final MeterTag RESPONSE_MODEL = open("gen_ai.response.model");

	static final MeterTag CONNECTION_REUSED = closed("connection.reused");

	static MeterTag open(String key) {
		return new MeterTag(key, true);
	}

	private static MeterTag closed(String key) {
		return new MeterTag(key, false);
	}

}
