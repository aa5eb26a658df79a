package io.voicetelemetry.sample.appointment;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Carries a tool call of the language model to {@link AppointmentTools} and the result
 * back as JSON.
 */
@Component
public class AppointmentToolBox {

	private static final Logger logger = LoggerFactory.getLogger(AppointmentToolBox.class);

	private final AppointmentTools tools;

	private final JsonMapper json;

	private final List<ToolSpecification> specifications = ToolSpecifications
		.toolSpecificationsFrom(AppointmentTools.class);

	AppointmentToolBox(AppointmentTools tools, JsonMapper json) {
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
			return this.json.writeValueAsString(call(request.name(), this.json.readTree(request.arguments())));
		}
		catch (RuntimeException ex) {
			logger.debug("Tool {} failed: {}", request.name(), ex.toString());
			return this.json.writeValueAsString(new Failure(String.valueOf(ex.getMessage())));
		}
	}

	private Object call(String tool, JsonNode arguments) {
		return switch (tool) {
			case AppointmentTools.FIND_FREE_SLOTS -> this.tools.findFreeSlots(day(arguments));
			case AppointmentTools.BOOK_APPOINTMENT -> this.tools.bookAppointment(day(arguments),
					arguments.required("time").asString(), arguments.required("patient").asString());
			default -> throw new IllegalArgumentException("There is no tool " + tool);
		};
	}

	private static DayOfWeek day(JsonNode arguments) {
		return DayOfWeek.valueOf(arguments.required("day").asString().toUpperCase(Locale.ROOT));
	}

	/**
	 * What the language model gets instead of a result.
	 *
	 * @param error what went wrong
	 */
	private record Failure(String error) {

	}

}
