package io.voicetelemetry.recipe;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;

import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.RealtimeInference;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has Amazon Nova Sonic talk to a caller: told each event of the stream that it answers
 * with, on threads of the AWS SDK.
 */
final class NovaSonicConversation {

	private static final String MODEL = "amazon.nova-sonic-v1:0";

	private final VoiceSession session;

	private final CallerAudio caller;

	/** Runs a tool: from its name and its arguments to its result. */
	private final BinaryOperator<String> tools;

	private final Executor executor;

	/** Sends the result of a tool, with the id of its use. */
	private final BiConsumer<String, String> results;

	private final JsonMapper json = new JsonMapper();

	/** Blocks that say what the model is about to say; all others are final. */
	private final Set<String> speculative = new HashSet<>();

	private final StringBuilder heard = new StringBuilder();

	private @Nullable AgentTurn reply;

	/** The generation under way; there is none while a tool of the reply runs. */
	private @Nullable RealtimeInference inference;

	/** What was used since the last generation ended. */
	private TokenUsage used = TokenUsage.unknown();

	NovaSonicConversation(VoiceSession session, CallerAudio caller, BinaryOperator<String> tools, Executor executor,
			BiConsumer<String, String> results) {
		this.session = session;
		this.caller = caller;
		this.tools = tools;
		this.executor = executor;
		this.results = results;
	}

	synchronized void onEvent(String message) {
		JsonNode event;
		try {
			event = this.json.readTree(message).path("event");
		}
		catch (JacksonException ex) {
			return;
		}
		if (event.has("audioOutput")) {
			AgentTurn speaking = begin();
			generation(speaking).firstAudio(null);
			this.caller.play(speaking, text(event.path("audioOutput"), "content"));
		}
		else if (event.has("contentStart")) {
			JsonNode block = event.path("contentStart");
			if (text(block, "additionalModelFields").contains("SPECULATIVE")) {
				this.speculative.add(text(block, "contentId"));
			}
		}
		else if (event.has("textOutput")) {
			said(event.path("textOutput"));
		}
		else if (event.has("toolUse")) {
			callTool(event.path("toolUse"));
		}
		else if (event.has("contentEnd")) {
			ended(event.path("contentEnd"));
		}
		else if (event.has("usageEvent")) {
			this.used = this.used.plus(usage(event.at("/usageEvent/details/delta")));
			if (this.inference != null) {
				this.inference.usage(this.used);
			}
		}
	}

	private void said(JsonNode text) {
		String words = text(text, "content");
		if (words.startsWith("{")) {
			return; // { "interrupted" : true }, which contentEnd says as well
		}
		if (text(text, "role").equals("USER")) {
			understood(words);
		}
		else if (this.speculative.contains(text(text, "contentId"))) {
			generation(begin()).outputTranscript(words);
		}
		else if (this.reply != null && this.reply.capturesContent()) {
			this.heard.append(this.heard.isEmpty() ? "" : " ").append(words);
			this.reply.spoken(this.heard.toString());
		}
	}

	private void understood(String words) {
		if (this.inference != null) {
			this.inference.inputTranscript(words);
			return;
		}
		// Who detects speech themselves, has begun the turn then.
		UserTurn turn = this.session.userTurn().isOpen() ? this.session.userTurn() : this.session.startUserTurn();
		turn.finalTranscript(words);
		turn.end();
		generation(begin());
	}

	private AgentTurn begin() {
		if (this.reply == null || !this.reply.isOpen()) {
			this.reply = this.session.startAgentTurn();
			this.inference = null;
			this.heard.setLength(0);
		}
		return this.reply;
	}

	private RealtimeInference generation(AgentTurn reply) {
		if (this.inference == null) {
			this.inference = reply.startRealtimeInference().model("aws.bedrock", MODEL).usage(this.used);
		}
		return this.inference;
	}

	private void callTool(JsonNode use) {
		String id = text(use, "toolUseId");
		String name = text(use, "toolName");
		String arguments = text(use, "content");
		AgentTurn asking = begin();
		generation(asking).toolCalls(List.of(new ChatMessage.ToolRequest(id, name, arguments)));
		endGeneration(RealtimeInference::end);
		ToolCall call = asking.startToolCall(name).callId(id).arguments(arguments);
		this.executor.execute(() -> call.run(() -> {
			String result = this.tools.apply(name, arguments);
			call.result(result);
			this.results.accept(id, result);
			resume(asking);
		}));
	}

	private synchronized void resume(AgentTurn asking) {
		if (this.reply == asking && asking.isOpen()) {
			generation(asking);
		}
	}

	private void ended(JsonNode block) {
		boolean last = !this.speculative.remove(text(block, "contentId")) && text(block, "type").equals("TEXT");
		AgentTurn over = this.reply;
		if (over != null && text(block, "stopReason").equals("INTERRUPTED")) {
			endGeneration(RealtimeInference::cancel);
			this.caller.interrupt();
			if (over.isOpen()) {
				over.interrupted("user_turn");
				over.end();
			}
			this.reply = null;
		}
		else if (this.inference != null && last && text(block, "stopReason").equals("END_TURN")) {
			endGeneration(RealtimeInference::end);
			this.caller.finish(begin());
			this.reply = null;
		}
	}

	private void endGeneration(Consumer<RealtimeInference> end) {
		if (this.inference != null) {
			end.accept(this.inference);
			this.inference = null;
			this.used = TokenUsage.unknown();
		}
	}

	/**
	 * Before the session ends: what was used since the last generation is paid for, too.
	 */
	synchronized void hungUp() {
		if (this.inference == null && !this.used.equals(TokenUsage.unknown())) {
			this.session.startRealtimeInference().model("aws.bedrock", MODEL).usage(this.used).end();
		}
	}

	private static TokenUsage usage(JsonNode delta) {
		long inputText = delta.at("/input/textTokens").asLong(-1);
		long inputSpeech = delta.at("/input/speechTokens").asLong(-1);
		long outputText = delta.at("/output/textTokens").asLong(-1);
		long outputSpeech = delta.at("/output/speechTokens").asLong(-1);
		return TokenUsage.of(sum(inputText, inputSpeech), sum(outputText, outputSpeech))
			.with(TokenType.INPUT_TEXT, inputText)
			.with(TokenType.INPUT_AUDIO, inputSpeech)
			.with(TokenType.OUTPUT_TEXT, outputText)
			.with(TokenType.OUTPUT_AUDIO, outputSpeech);
	}

	/** Negative is unknown. */
	private static long sum(long text, long speech) {
		return (text >= 0 && speech >= 0) ? text + speech : -1;
	}

	private static String text(JsonNode node, String name) {
		return node.path(name).asString("");
	}

}
