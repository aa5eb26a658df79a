package io.voicetelemetry.sample.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.voicetelemetry.sample.SampleProperties;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the rule-based model as OpenAI serves its models: a request to
 * {@code /v1/chat/completions}, an answer as a whole or as server-sent events. It takes
 * its time over an answer, as a model does.
 */
@RestController
@ConditionalOnBooleanProperty(name = "sample.embedded-model", matchIfMissing = true)
class ChatCompletionsController {

	private static final Logger logger = LoggerFactory.getLogger(ChatCompletionsController.class);

	private static final Duration PER_TOKEN = Duration.ofMillis(8);

	private final JsonMapper json;

	private final RuleBasedModel model;

	private final Duration firstTokenDelay;

	private final boolean continuousUsage;

	ChatCompletionsController(JsonMapper json, SampleProperties properties) {
		this.json = json;
		this.firstTokenDelay = properties.firstTokenDelay();
		this.continuousUsage = properties.continuousUsage();
		this.model = new RuleBasedModel(json);
	}

	@PostMapping("/v1/chat/completions")
	void complete(@RequestBody ChatCompletionRequest request, HttpServletResponse response)
			throws IOException, InterruptedException {
		if (request.messages() == null || request.messages().isEmpty()) {
			response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
			write(response, ApiError.invalidRequest("'messages' must not be empty", "messages"));
			return;
		}
		Answer answer = this.model.answer(request);
		String name = (request.model() != null) ? request.model() : "clinic-rules-1";
		AnswerFormat format = new AnswerFormat(answer, name, Tokens.usage(request, answer));
		if (request.streamed()) {
			stream(format, request.usageWanted(), response);
		}
		else {
			Thread.sleep(this.firstTokenDelay.plus(PER_TOKEN.multipliedBy(format.pieces().size())).toMillis());
			write(response, format.whole());
		}
	}

	private void stream(AnswerFormat format, boolean usageWanted, HttpServletResponse response)
			throws InterruptedException {
		response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
		try {
			OutputStream out = response.getOutputStream();
			Thread.sleep(this.firstTokenDelay.toMillis());
			send(out, this.json.writeValueAsString(format.first()));
			for (ChatCompletion piece : this.continuousUsage ? format.countedPieces() : format.pieces()) {
				send(out, this.json.writeValueAsString(piece));
				Thread.sleep(PER_TOKEN.toMillis());
			}
			send(out, this.json.writeValueAsString(format.last()));
			if (usageWanted) {
				send(out, this.json.writeValueAsString(format.usage()));
			}
			send(out, "[DONE]");
		}
		catch (IOException ex) {
			logger.debug("The client no longer wants the answer: {}", ex.toString());
		}
	}

	private static void send(OutputStream out, String data) throws IOException {
		out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
		out.flush();
	}

	private void write(HttpServletResponse response, Object body) throws IOException {
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.getOutputStream().write(this.json.writeValueAsBytes(body));
	}

}
