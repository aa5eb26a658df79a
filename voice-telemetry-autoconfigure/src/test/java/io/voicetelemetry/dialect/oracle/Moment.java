package io.voicetelemetry.dialect.oracle;

/**
 * What of the {@link ReferenceCall} a product has to show.
 */
enum Moment {

	/** The call, with the room, the caller and the customer. */
	SESSION,

	/** The caller asks for an appointment. */
	USER_TURN,

	/** Their words are recognised. */
	RECOGNITION,

	/** The reply, with two requests and two tools. */
	AGENT_TURN,

	/** The stage that asks the model. */
	LLM_NODE,

	/** The model asks for tools. */
	LLM_CALL_FOR_TOOLS,

	/** A tool that finds something. */
	TOOL,

	/** A tool that fails. */
	FAILED_TOOL,

	/** The model answers, with cached tokens and reasoning. */
	LLM_CALL,

	/** The answer is spoken. */
	SYNTHESIS,

	/** A request to a model that fails. */
	FAILED_LLM_CALL,

	/** The request that is made instead. */
	LLM_CALL_AGAIN,

	/** A reply that the caller cuts off. */
	CANCELLED_REPLY,

	/** Its synthesis, cut off too. */
	CANCELLED_SYNTHESIS,

	/** A reply by a speech-to-speech model. */
	REALTIME_TURN,

	/** The generation of that model, with audio and text told apart. */
	REALTIME_INFERENCE,

	/** A request outside any session, in a trace of its own. */
	LLM_CALL_OUTSIDE

}
