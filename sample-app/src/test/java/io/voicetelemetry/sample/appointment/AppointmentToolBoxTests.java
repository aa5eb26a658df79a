package io.voicetelemetry.sample.appointment;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AppointmentToolBox}.
 */
class AppointmentToolBoxTests {

	private final JsonMapper json = new JsonMapper();

	private final AppointmentToolBox toolBox = new AppointmentToolBox(
			new ToolInvoker(new AppointmentTools(new AppointmentBook()), this.json), this.json);

	@Test
	void describesItsTools() {
		assertThat(this.toolBox.specifications()).extracting(ToolSpecification::name)
			.containsExactlyInAnyOrder("find_free_slots", "book_appointment");
		assertThat(this.toolBox.specifications()).allSatisfy((tool) -> {
			assertThat(tool.description()).isNotBlank();
			assertThat(tool.parameters().required()).contains("day");
		});
	}

	@Test
	void findsAndBooksOnce() {
		assertThat(execute("find_free_slots", "{\"day\":\"Friday\"}"))
			.isEqualTo("[{\"day\":\"FRIDAY\",\"time\":\"10:00:00\",\"doctor\":\"Doctor Lindqvist\"}]");
		String booking = "{\"day\":\"FRIDAY\",\"time\":\"10:00\",\"patient\":\"Maria Keller\"}";
		assertThat(execute("book_appointment", booking)).contains("\"number\":4711")
			.contains("\"patient\":\"Maria Keller\"");
		assertThat(execute("find_free_slots", "{\"day\":\"FRIDAY\"}")).isEqualTo("[]");
		assertThat(execute("book_appointment", booking))
			.isEqualTo("{\"error\":\"No free appointment on FRIDAY at 10:00\"}");
	}

	@Test
	void tellsTheModelWhatItGotWrong() {
		assertThat(execute("find_free_slots", "{}")).contains("\"error\"").contains("day");
		assertThat(execute("find_free_slots", "{\"day\":\"TOMORROW\"}")).contains("\"error\"").contains("TOMORROW");
		assertThat(execute("find_free_slots", "{")).contains("\"error\"");
		assertThat(execute("order_pizza", "{}")).isEqualTo("{\"error\":\"There is no tool order_pizza\"}");
	}

	private String execute(String tool, String arguments) {
		return this.toolBox
			.execute(ToolExecutionRequest.builder().id("call_1").name(tool).arguments(arguments).build());
	}

}
