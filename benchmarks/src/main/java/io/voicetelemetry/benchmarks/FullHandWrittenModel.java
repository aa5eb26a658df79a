package io.voicetelemetry.benchmarks;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What a careful developer writes who wants what the library has: the spans of
 * {@link HandWrittenModel}, and with each its figures, the ids in the log and, if it is
 * to be kept, what was said.
 */
final class FullHandWrittenModel {

	private final LanguageModel model;

	private final Tracer tracer;

	private final EndOfCall figures;

	private final @Nullable HandWrittenContent content;

	/**
	 * A model.
	 * @param model the bare one, which must not be a proxy
	 * @param figures is told of each call: meters, what was used, a listener
	 * @param content writes what was said, or {@code null} if it is not to be kept
	 */
	FullHandWrittenModel(LanguageModel model, Tracer tracer, EndOfCall figures, @Nullable HandWrittenContent content) {
		this.model = model;
		this.tracer = tracer;
		this.figures = figures;
		this.content = content;
	}

	/**
	 * Outside any session, where the library leaves the log alone, too.
	 */
	Answer answer(String model, String conversation, int maxTokens) {
		Span span = this.tracer.spanBuilder("llm_request").startSpan();
		long start = System.nanoTime();
		boolean recording = span.isRecording();
		if (recording) {
			HandWrittenModel.setRequest(span, "LanguageModel.answer", model, maxTokens);
			span.setAttribute(HandWrittenModel.CONVERSATION, conversation);
		}
		Answer answer = null;
		Throwable error = null;
		try (Scope scope = span.makeCurrent()) {
			answer = this.model.answer(model, conversation, maxTokens);
			if (recording) {
				HandWrittenModel.setSuccess(span, answer);
			}
			return answer;
		}
		catch (Throwable ex) {
			error = ex;
			HandWrittenModel.failed(span, ex);
			throw ex;
		}
		finally {
			this.figures.ended(null, span.getSpanContext(), "LanguageModel.answer", model, System.nanoTime() - start,
					answer, error);
			span.end();
		}
	}

	/**
	 * In a session and a reply.
	 */
	Answer answerInSession(HandWrittenTurn turn, String model, int maxTokens) {
		Span span = this.tracer.spanBuilder("llm_request").startSpan();
		long start = System.nanoTime();
		boolean recording = span.isRecording();
		if (recording) {
			HandWrittenModel.setRequest(span, "LanguageModel.answerInSession", model, maxTokens);
			turn.setSharedAttributes(span);
			span.setAttribute(HandWrittenModel.GENERATION_ID, turn.generationStarted());
		}
		Answer answer = null;
		Throwable error = null;
		try (HandWrittenLog log = new HandWrittenLog(span.getSpanContext()); Scope scope = span.makeCurrent()) {
			answer = this.model.answerInSession(model, maxTokens);
			if (recording) {
				HandWrittenModel.setSuccess(span, answer);
			}
			return answer;
		}
		catch (Throwable ex) {
			error = ex;
			HandWrittenModel.failed(span, ex);
			throw ex;
		}
		finally {
			this.figures.ended(turn, span.getSpanContext(), "LanguageModel.answerInSession", model,
					System.nanoTime() - start, answer, error);
			span.end();
		}
	}

	/**
	 * In a session and a reply, with what was said.
	 */
	Answer answerWithContent(HandWrittenTurn turn, String model, String prompt) {
		Span span = this.tracer.spanBuilder("llm_request").startSpan();
		long start = System.nanoTime();
		boolean recording = span.isRecording();
		if (recording) {
			HandWrittenModel.setRequest(span, "LanguageModel.answerAtLength", model);
			turn.setSharedAttributes(span);
			span.setAttribute(HandWrittenModel.GENERATION_ID, turn.generationStarted());
			if (this.content != null) {
				this.content.setPrompt(span, prompt);
			}
		}
		Answer answer = null;
		Throwable error = null;
		try (HandWrittenLog log = new HandWrittenLog(span.getSpanContext()); Scope scope = span.makeCurrent()) {
			answer = this.model.answerAtLength(model, prompt);
			if (recording) {
				HandWrittenModel.setSuccess(span, answer);
				if (this.content != null) {
					this.content.setAnswer(span, answer.text());
				}
			}
			return answer;
		}
		catch (Throwable ex) {
			error = ex;
			HandWrittenModel.failed(span, ex);
			throw ex;
		}
		finally {
			this.figures.ended(turn, span.getSpanContext(), "LanguageModel.answerAtLength", model,
					System.nanoTime() - start, answer, error);
			span.end();
		}
	}

}
