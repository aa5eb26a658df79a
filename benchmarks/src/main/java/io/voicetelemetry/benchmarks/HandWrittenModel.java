package io.voicetelemetry.benchmarks;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;

/**
 * What a careful developer writes with OpenTelemetry's API instead of an annotation: the
 * same span, with attribute keys made once, attributes set only while recording, a scope
 * for what is called, and failures recorded.
 */
final class HandWrittenModel {

	static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");

	static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");

	static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");

	static final AttributeKey<Long> MAX_TOKENS = AttributeKey.longKey("gen_ai.request.max_tokens");

	static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("gen_ai.conversation.id");

	static final AttributeKey<String> RESPONSE_MODEL = AttributeKey.stringKey("gen_ai.response.model");

	static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");

	static final AttributeKey<Long> OUTPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.output_tokens");

	static final AttributeKey<String> STAGE = AttributeKey.stringKey("voice.stage");

	static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("voice.outcome");

	static final AttributeKey<String> CALL_SITE = AttributeKey.stringKey("voice.call_site");

	static final AttributeKey<String> GENERATION_ID = AttributeKey.stringKey("voice.generation_id");

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	private final LanguageModel model;

	private final Tracer tracer;

	private final TokenCounters counters;

	/**
	 * A model that counts no tokens.
	 * @param model the bare one, which must not be a proxy
	 */
	HandWrittenModel(LanguageModel model, Tracer tracer) {
		this(model, tracer, (name, answer) -> {
		});
	}

	/**
	 * A model.
	 * @param model the bare one, which must not be a proxy
	 * @param counters count the tokens of the call with 8 attributes
	 */
	HandWrittenModel(LanguageModel model, Tracer tracer, TokenCounters counters) {
		this.model = model;
		this.tracer = tracer;
		this.counters = counters;
	}

	/**
	 * With the 8 attributes of the plain call in {@code facts/performance.md}: fewer than
	 * the annotation writes.
	 */
	Answer answerWithEightAttributes(String model, String conversation, int maxTokens) {
		Span span = this.tracer.spanBuilder("llm_request").startSpan();
		boolean recording = span.isRecording();
		if (recording) {
			setRequest(span, model, maxTokens);
			span.setAttribute(CONVERSATION, conversation);
		}
		try (Scope scope = span.makeCurrent()) {
			Answer answer = this.model.answer(model, conversation, maxTokens);
			if (recording) {
				setResponse(span, answer);
			}
			this.counters.count(model, answer);
			return answer;
		}
		catch (Throwable ex) {
			failed(span, ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	/**
	 * With the 11 attributes that the annotation writes.
	 */
	Answer answer(String model, String conversation, int maxTokens) {
		Span span = this.tracer.spanBuilder("llm_request").startSpan();
		boolean recording = span.isRecording();
		if (recording) {
			span.setAttribute(STAGE, "llm_request");
			setRequest(span, model, maxTokens);
			span.setAttribute(CONVERSATION, conversation);
			span.setAttribute(CALL_SITE, "LanguageModel.answer");
		}
		try (Scope scope = span.makeCurrent()) {
			Answer answer = this.model.answer(model, conversation, maxTokens);
			if (recording) {
				setResponse(span, answer);
				span.setAttribute(OUTCOME, "success");
			}
			return answer;
		}
		catch (Throwable ex) {
			failed(span, ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	/**
	 * In a session and a reply, with the 17 attributes that the annotation writes, the
	 * event on the reply and the counts of the session.
	 */
	Answer answerInSession(HandWrittenTurn turn, String model, int maxTokens) {
		Span span = this.tracer.spanBuilder("llm_request").startSpan();
		boolean recording = span.isRecording();
		if (recording) {
			span.setAttribute(STAGE, "llm_request");
			setRequest(span, model, maxTokens);
			span.setAttribute(CALL_SITE, "LanguageModel.answerInSession");
			turn.setSharedAttributes(span);
			span.setAttribute(GENERATION_ID, turn.generationStarted());
		}
		try (Scope scope = span.makeCurrent()) {
			Answer answer = this.model.answerInSession(model, maxTokens);
			turn.answered(answer);
			if (recording) {
				setResponse(span, answer);
				span.setAttribute(OUTCOME, "success");
			}
			return answer;
		}
		catch (Throwable ex) {
			failed(span, ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

	static void setRequest(Span span, String callSite, String model, int maxTokens) {
		setRequest(span, callSite, model);
		span.setAttribute(MAX_TOKENS, maxTokens);
	}

	static void setRequest(Span span, String callSite, String model) {
		span.setAttribute(STAGE, "llm_request");
		span.setAttribute(OPERATION, "chat");
		span.setAttribute(PROVIDER, LanguageModel.PROVIDER);
		span.setAttribute(MODEL, model);
		span.setAttribute(CALL_SITE, callSite);
	}

	static void setSuccess(Span span, Answer answer) {
		setResponse(span, answer);
		span.setAttribute(OUTCOME, "success");
	}

	static void setRequest(Span span, String model, int maxTokens) {
		span.setAttribute(OPERATION, "chat");
		span.setAttribute(PROVIDER, LanguageModel.PROVIDER);
		span.setAttribute(MODEL, model);
		span.setAttribute(MAX_TOKENS, maxTokens);
	}

	static void setResponse(Span span, Answer answer) {
		span.setAttribute(RESPONSE_MODEL, answer.responseModel());
		span.setAttribute(INPUT_TOKENS, answer.usage().input().orElse(0));
		span.setAttribute(OUTPUT_TOKENS, answer.usage().output().orElse(0));
	}

	static void failed(Span span, Throwable error) {
		span.setAttribute(OUTCOME, "error");
		span.setAttribute(ERROR_TYPE, error.getClass().getName());
		span.setStatus(StatusCode.ERROR);
		span.recordException(error);
	}

}
