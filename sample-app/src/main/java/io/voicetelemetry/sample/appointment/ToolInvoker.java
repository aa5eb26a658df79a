package io.voicetelemetry.sample.appointment;

import java.time.DayOfWeek;
import java.util.Locale;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.session.ToolCall;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Calls the tool that the language model asked for. It is traced here rather than at the
 * tools' own methods, because here the model's id of the call is known, and because a
 * model also asks for tools that don't exist and gives arguments that make no sense. A
 * bean of its own, so that the call comes through the proxy.
 */
@Component
class ToolInvoker {

	private final AppointmentTools tools;

	private final JsonMapper json;

	ToolInvoker(AppointmentTools tools, JsonMapper json) {
		this.tools = tools;
		this.json = json;
	}

	/**
	 * Call a tool.
	 * @param request the call
	 * @return the result as JSON
	 */
	@TracedTool(tool = "#{#request.name()}", callId = "#{#request.id()}")
	String invoke(ToolExecutionRequest request) {
		ToolCall.current().arguments(request.arguments());
		return this.json.writeValueAsString(call(request.name(), this.json.readTree(request.arguments())));
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

}
