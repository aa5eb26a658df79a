package io.voicetelemetry.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class MessageWriterTests {

	private static final ContentPolicy ALL = ContentPolicy.of(ContentCapture.FULL, 65_536);

	private static MessageWriter writer(ContentPolicy policy) {
		return new MessageWriter(policy, policy.maxSpanLength());
	}

	private static JsonNode parse(String json) {
		return JsonMapper.shared().readTree(json);
	}

	private static JsonNode arguments(String given, ContentPolicy policy) {
		ChatMessage.ToolRequest request = new ChatMessage.ToolRequest("call_1", "book", given);
		return parse(writer(policy).answer(null, 0, List.of(request), null)).at("/0/parts/0/arguments");
	}

	@Test
	void writesMessagesAsTheConventionsHaveThem() {
		String json = writer(ALL).messages(List.of(ChatMessage.system("Be kind."), ChatMessage.user("Book \"it\"."),
				ChatMessage.assistant("One moment.",
						List.of(new ChatMessage.ToolRequest("call_1", "book", "{\"day\": \"MONDAY\"}"))),
				ChatMessage.tool("call_1", "{\"booked\":true}"),
				new ChatMessage(ChatMessage.Role.ASSISTANT, List.of(new ChatMessage.Text("Done.")), "Ada")));
		assertThat(json).isEqualTo("[{\"role\":\"system\",\"parts\":[{\"type\":\"text\",\"content\":\"Be kind.\"}]},"
				+ "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Book \\\"it\\\".\"}]},"
				+ "{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"One moment.\"},"
				+ "{\"type\":\"tool_call\",\"id\":\"call_1\",\"name\":\"book\",\"arguments\":{\"day\": \"MONDAY\"}}]},"
				+ "{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"call_1\",\"response\":{\"booked\":true}}]},"
				+ "{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Done.\"}],\"name\":\"Ada\"}]");
	}

	@Test
	void writesAnAnswerWithItsFinishReason() {
		List<ChatMessage.ToolRequest> calls = List.of(new ChatMessage.ToolRequest(null, "hang_up", null));
		assertThat(writer(ALL).answer("Bye.", 4, calls, "tool_calls")).isEqualTo(
				"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Bye.\"},{\"type\":\"tool_call\","
						+ "\"name\":\"hang_up\"}],\"finish_reason\":\"tool_calls\"}]");
		assertThat(writer(ALL).answer("Bye.", 4, List.of(), null))
			.isEqualTo("[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Bye.\"}]}]");
	}

	@Test
	void writesToolDefinitionsAsTheConventionsHaveThem() {
		assertThat(writer(ALL).toolDefinitions(List.of(new ToolDefinition("book", "Books.", "{\"type\":\"object\"}"),
				new ToolDefinition("hang_up", null, null))))
			.isEqualTo("[{\"type\":\"function\",\"name\":\"book\",\"description\":\"Books.\","
					+ "\"parameters\":{\"type\":\"object\"}},{\"type\":\"function\",\"name\":\"hang_up\"}]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[1,2.5e3,-0]", "\"text\"", "null", "true", " {\"a\" : [ { } ] } ", "12" })
	void embedsJsonAsJson(String json) {
		assertThat(arguments(json, ALL)).isEqualTo(parse(json));
	}

	static Stream<String> noJson() {
		return Stream.of("", " ", "{", "{\"a\":1,}", "{'a':1}", "{\"a\":01}", "[1 2]", "NaN", "tru", "{\"a\":1}}",
				"// {}", "\"\n\"", "\"\\x\"", "\u2003null", "\uFEFF{}", "[".repeat(100_000),
				"{\"a\":".repeat(5000) + "1", "book it", "{\"a\":\"" + "x".repeat(70_000) + "\"}");
	}

	@ParameterizedTest
	@MethodSource("noJson")
	void embedsWhatIsNoJsonAsText(String text) {
		JsonNode arguments = arguments(text, ALL);
		assertThat(arguments.isString()).isTrue();
		assertThat(arguments.asString()).startsWith(text.substring(0, Math.min(text.length(), 65_536)));
	}

	@Test
	void isJsonForAnyTextAndAnyRoom() {
		Random random = new Random(11);
		String alphabet = "{}[]\":,\\/ \n0123456789.eEtruefalsn\uD83D\uDE00\u2028é";
		for (int i = 0; i < 3000; i++) {
			List<ChatMessage> messages = new ArrayList<>();
			for (int j = random.nextInt(5); j >= 0; j--) {
				messages.add(ChatMessage.assistant(text(random, alphabet),
						List.of(new ChatMessage.ToolRequest(text(random, alphabet), text(random, alphabet),
								text(random, alphabet)))));
				messages.add(ChatMessage.tool(text(random, alphabet), text(random, alphabet)));
			}
			ContentPolicy policy = ContentPolicy
				.of(ContentCapture.FULL, 1 + random.nextInt(60),
						(i % 2 == 0) ? List.of() : List.of((text) -> text.replace("1", "[\"}")))
				.withMaxSpanLength(1 + random.nextInt(400));
			assertThat(parse(writer(policy).messages(messages)).isArray()).isTrue();
			String text = text(random, alphabet);
			assertThat(parse(writer(policy).answer(text, text.length(),
					List.of(new ChatMessage.ToolRequest("1", text, text)), text))
				.at("/0/role")
				.asString()).isEqualTo("assistant");
			assertThat(
					parse(writer(policy).toolDefinitions(List.of(new ToolDefinition(text, text, text)))).at("/0/type")
						.asString())
				.isEqualTo("function");
		}
	}

	private static String text(Random random, String alphabet) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(80); i > 0; i--) {
			text.append(alphabet.charAt(random.nextInt(alphabet.length())));
		}
		return text.toString();
	}

	@Test
	void redactsEachTextBeforeItIsJson() {
		ContentPolicy policy = ContentPolicy.of(ContentCapture.FULL, 65_536,
				List.of((text) -> text.replaceAll("[0-9]{6,}", "[number]")));
		JsonNode json = parse(writer(policy).messages(List.of(ChatMessage.user("It is 123456."),
				ChatMessage.assistant("",
						List.of(new ChatMessage.ToolRequest("call_123456", "dial",
								"{\"number\":123456,\"text\":\"to 123456\"}"))),
				ChatMessage.tool("call_123456", "{\"text\":\"called 123456\"}"))));
		assertThat(json.at("/0/parts/0/content").asString()).isEqualTo("It is [number].");
		assertThat(json.at("/1/parts/0/arguments").asString())
			.isEqualTo("{\"number\":[number],\"text\":\"to [number]\"}");
		assertThat(json.at("/2/parts/0/response/text").asString()).isEqualTo("called [number]");
		assertThat(json.at("/2/parts/0/id").asString()).isEqualTo("call_123456");
	}

	@Test
	void redactsWhatEscapesHide() {
		ContentPolicy policy = ContentPolicy.of(ContentCapture.FULL, 65_536,
				List.of((text) -> text.replaceAll("\\w+@\\w+", "[mail]").replace("1234", "[digits]")));
		String given = "{\"to\":\"ada\\u0040home\",\"pin\":\"\\u0031\\u0032\\u00334\",\"path\":\"a\\/b\\\"\\u0022\\u005c\\n\"}";
		JsonNode arguments = arguments(given, policy);
		assertThat(arguments.get("to").asString()).isEqualTo("[mail]");
		assertThat(arguments.get("pin").asString()).isEqualTo("[digits]");
		assertThat(arguments.get("path").asString()).isEqualTo("a/b\"\"\\\n");
		String cut = policy.captureJson(given.substring(0, 30), 1000);
		assertThat(cut).startsWith("{\"to\":\"[mail]\"");
	}

	@Test
	void keepsTheLastMessagesAndMarksWhatIsLeftOut() {
		List<ChatMessage> messages = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			messages.add(ChatMessage.user("message " + i));
		}
		MessageWriter writer = new MessageWriter(ALL, 700);
		JsonNode json = parse(writer.messages(messages));
		int kept = json.size() - 1;
		assertThat(kept).isBetween(8, 12);
		assertThat(json.at("/" + kept + "/parts/0/content").asString()).isEqualTo("message 999");
		assertThat(json.at("/0/parts/0/content").asString())
			.isEqualTo("… [" + (1000 - kept) + " earlier messages left out]");
		assertThat(writer.used()).isBetween(700, 900);
	}

	@Test
	void cutsTheTextForWhichThereIsNoRoomAndSaysItsLength() {
		MessageWriter writer = new MessageWriter(ALL, 200);
		JsonNode json = parse(
				writer.messages(List.of(ChatMessage.user("x".repeat(500)), ChatMessage.user("y".repeat(100)))));
		assertThat(json.at("/1/parts/0/content").asString()).isEqualTo("y".repeat(100));
		assertThat(json.at("/0/parts/0/content").asString()).matches("x{1,40}… \\[truncated, 500 characters]");
	}

	@Test
	void marksPartsAndToolsForWhichThereIsNoRoom() {
		List<ChatMessage.ToolRequest> calls = new ArrayList<>();
		List<ToolDefinition> tools = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			calls.add(new ChatMessage.ToolRequest("call_" + i, "book", "{}"));
			tools.add(new ToolDefinition("tool_" + i, "Books.", "{}"));
		}
		JsonNode answer = parse(new MessageWriter(ALL, 1000).answer("Hm.", 3, calls, null)).at("/0/parts");
		assertThat(answer.get(answer.size() - 1).get("content").asString())
			.isEqualTo("… [" + (10_001 - (answer.size() - 1)) + " parts left out]");
		JsonNode definitions = parse(new MessageWriter(ALL, 1000).toolDefinitions(tools));
		JsonNode last = definitions.get(definitions.size() - 1);
		assertThat(last.get("type").asString()).isEqualTo("truncated");
		assertThat(last.get("name").asString())
			.isEqualTo("… [" + (10_000 - (definitions.size() - 1)) + " tools left out]");
	}

	@Test
	void saysThatItCouldNotRedactRatherThanWhatWasSaid() {
		ContentPolicy policy = ContentPolicy.of(ContentCapture.FULL, 65_536, List.of((text) -> {
			throw new IllegalStateException(text);
		}));
		String json = writer(policy).messages(List.of(ChatMessage.user("secret"), ChatMessage.tool("1", "{\"s\":1}")));
		assertThat(json)
			.isEqualTo("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"[redaction failed]\"}]},"
					+ "{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"1\","
					+ "\"response\":\"[redaction failed]\"}]}]");
	}

	@Test
	void takesWhatFrameworksLeaveNull() {
		List<ChatMessage.Part> parts = new ArrayList<>();
		parts.add(null);
		parts.add(new ChatMessage.Text(null));
		parts.add(new ChatMessage.ToolRequest(null, null, null));
		parts.add(new ChatMessage.ToolResponse(null, null));
		String json = writer(ALL).messages(List.of(new ChatMessage(null, parts, null),
				new ChatMessage(null, null, null), ChatMessage.user(null), ChatMessage.assistant(null, null)));
		assertThat(json).isEqualTo("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"\"},"
				+ "{\"type\":\"tool_call\",\"name\":\"\"},{\"type\":\"tool_call_response\",\"response\":null}]},"
				+ "{\"role\":\"user\",\"parts\":[]},{\"role\":\"user\",\"parts\":[]},{\"role\":\"assistant\",\"parts\":[]}]");
		assertThat(writer(ALL).toolDefinitions(List.of(new ToolDefinition(null, null, null))))
			.isEqualTo("[{\"type\":\"function\",\"name\":\"\"}]");
	}

	@Test
	void keepsNamesShortAndWhole() {
		JsonNode call = parse(writer(ALL).answer(null, 0,
				List.of(new ChatMessage.ToolRequest("i".repeat(1000), "x" + "😀".repeat(1000), null)), null))
			.at("/0/parts/0");
		assertThat(call.get("id").asString()).startsWith("i".repeat(256) + "…");
		assertThat(call.get("name").asString()).startsWith("x" + "😀".repeat(127) + "…");
	}

}
