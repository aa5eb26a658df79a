package io.voicetelemetry.sample.framework;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sees what the embedded endpoint streams, and makes sure that the end of a text comes a
 * while after somebody has got the first of it.
 */
final class StreamedAnswers implements Filter {

	static final long MILLIS_TO_THE_END = 200;

	private final List<Answer> answers = new CopyOnWriteArrayList<>();

	private final Semaphore heard = new Semaphore(0);

	List<Answer> all() {
		return List.copyOf(this.answers);
	}

	/** Told that a first piece of text has arrived. */
	void heard() {
		this.heard.release();
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (!((HttpServletRequest) request).getRequestURI().endsWith("/chat/completions")) {
			chain.doFilter(request, response);
			return;
		}
		Answer answer = new Answer(new CopyOnWriteArrayList<>());
		this.answers.add(answer);
		this.heard.drainPermits();
		chain.doFilter(request, new Seen((HttpServletResponse) response, answer));
	}

	private void written(Answer answer, String event) throws IOException {
		if (event.contains("\"finish_reason\":\"stop\"")) {
			try {
				this.heard.tryAcquire(30, TimeUnit.SECONDS);
				Thread.sleep(MILLIS_TO_THE_END);
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
		}
		answer.events.add(event);
	}

	/**
	 * What was streamed in answer to one request.
	 *
	 * @param events the events, as they were sent
	 */
	record Answer(List<String> events) {

		/** The usage that was told last, like {@code 12 in, 3 out}. */
		String usage() {
			List<String> told = new ArrayList<>();
			for (String event : this.events) {
				if (event.contains("\"usage\"")) {
					JsonNode usage = JsonMapper.shared().readTree(event.substring("data: ".length())).path("usage");
					told.add(usage.path("prompt_tokens").asInt() + " in, " + usage.path("completion_tokens").asInt()
							+ " out");
				}
			}
			return told.get(told.size() - 1);
		}

	}

	private final class Seen extends HttpServletResponseWrapper {

		private final Answer answer;

		Seen(HttpServletResponse response, Answer answer) {
			super(response);
			this.answer = answer;
		}

		@Override
		public ServletOutputStream getOutputStream() throws IOException {
			ServletOutputStream out = super.getOutputStream();
			return new ServletOutputStream() {

				@Override
				public boolean isReady() {
					return out.isReady();
				}

				@Override
				public void setWriteListener(WriteListener listener) {
					out.setWriteListener(listener);
				}

				@Override
				public void write(int character) throws IOException {
					out.write(character);
				}

				@Override
				public void write(byte[] bytes, int offset, int length) throws IOException {
					written(Seen.this.answer, new String(bytes, offset, length, StandardCharsets.UTF_8));
					out.write(bytes, offset, length);
				}

				@Override
				public void flush() throws IOException {
					out.flush();
				}

			};
		}

	}

}
