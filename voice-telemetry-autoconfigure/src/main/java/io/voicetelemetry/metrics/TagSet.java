package io.voicetelemetry.metrics;

import java.util.List;

/**
 * The tags that several meters have in common: for each combination of their values, the
 * meters are looked up together, once.
 */
enum TagSet {

	NONE(),

	REFUSAL(MeterTag.REASON),

	EXPORT(MeterTag.BACKEND),

	EXPORT_DROPPED(MeterTag.BACKEND, MeterTag.REASON),

	SESSION_START(MeterTag.TENANT_ID, MeterTag.ROOM_NAME_PRESENT),

	SESSION_END(MeterTag.TENANT_ID, MeterTag.DISCONNECT_REASON, MeterTag.OUTCOME),

	TENANT(MeterTag.TENANT_ID),

	TURN(MeterTag.TENANT_ID, MeterTag.ROLE, MeterTag.OUTCOME),

	INTERRUPTION(MeterTag.TENANT_ID, MeterTag.SOURCE),

	TOOL(MeterTag.TOOL, MeterTag.OUTCOME),

	ERROR(MeterTag.TENANT_ID, MeterTag.STAGE, MeterTag.ERROR_TYPE),

	LLM(MeterTag.TENANT_ID, MeterTag.LLM_PROVIDER, MeterTag.LLM_MODEL, MeterTag.LLM_USE_CASE, MeterTag.LLM_CALL_SITE,
			MeterTag.OUTCOME),

	/** Speech is paid for by the customer, but is as slow for one as for the other. */
	SPEECH_USAGE(MeterTag.TENANT_ID, MeterTag.PROVIDER_NAME, MeterTag.REQUEST_MODEL, MeterTag.OUTCOME),

	SPEECH_TIME(MeterTag.PROVIDER_NAME, MeterTag.REQUEST_MODEL, MeterTag.OUTCOME),

	MODEL(MeterTag.PROVIDER_NAME, MeterTag.REQUEST_MODEL),

	CONNECTION(MeterTag.STAGE, MeterTag.PROVIDER_NAME, MeterTag.REQUEST_MODEL, MeterTag.CONNECTION_REUSED),

	DISCARDED(MeterTag.TENANT_ID, MeterTag.STAGE, MeterTag.PROVIDER_NAME, MeterTag.REQUEST_MODEL),

	GEN_AI(MeterTag.OPERATION_NAME, MeterTag.PROVIDER_NAME, MeterTag.REQUEST_MODEL, MeterTag.RESPONSE_MODEL,
			MeterTag.ERROR_TYPE),

	GEN_AI_TOKENS(MeterTag.OPERATION_NAME, MeterTag.PROVIDER_NAME, MeterTag.REQUEST_MODEL, MeterTag.RESPONSE_MODEL),

	GEN_AI_AGENT(MeterTag.OPERATION_NAME, MeterTag.ERROR_TYPE),

	GEN_AI_TOOL(MeterTag.OPERATION_NAME, MeterTag.TOOL_NAME, MeterTag.ERROR_TYPE);

	private final List<MeterTag> tags;

	TagSet(MeterTag... tags) {
		this.tags = List.of(tags);
	}

	List<MeterTag> tags() {
		return this.tags;
	}

}
