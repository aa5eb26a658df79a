package io.voicetelemetry.sample.appointment;

import java.util.List;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * The tools as the language model sees them: what there is, and an answer to every call,
 * also to one that failed.
 */
@Component
public class AppointmentToolBox {

	private static final Logger logger = LoggerFactory.getLogger(AppointmentToolBox.class);

	private final ToolInvoker tools;

	private final JsonMapper json;

	private final List<ToolSpecification> specifications = ToolSpecifications
		.toolSpecificationsFrom(AppointmentTools.class);

	AppointmentToolBox(ToolInvoker tools, JsonMapper json) {
		this.tools = tools;
		this.json = json;
	}

	/**
	 * Return the tools as the language model is told about them.
	 * @return the tools
	 */
	public List<ToolSpecification> specifications() {
		return this.specifications;
	}

	/**
	 * Execute a tool call.
	 * @param request the call
	 * @return the result; if it failed, what the language model should know about that
	 */
	public String execute(ToolExecutionRequest request) {
		try {
			return this.tools.invoke(request);
		}
		catch (RuntimeException ex) {
			logger.debug("Tool {} failed: {}", request.name(), ex.toString());
			return this.json.writeValueAsString(new Failure(String.valueOf(ex.getMessage())));
		}
	}

	/**
	 * What the language model gets instead of a result.
	 *
	 * @param error what went wrong
	 */
	private record Failure(String error) {

	}

}
