package io.voicetelemetry.sample.script;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The script: a question that takes a tool, a long answer the caller cuts off by booking,
 * a goodbye.
 */
final class ScriptedCall {

	private static final Logger logger = LoggerFactory.getLogger(ScriptedCall.class);

	private static final double PATIENCE_FOR_LONG_ANSWER = 4;

	private final URI uri;

	private final double speed;

	private final JsonMapper json;

	private final List<Heard> heard = new ArrayList<>();

	ScriptedCall(URI uri, double speed, JsonMapper json) {
		this.uri = uri;
		this.speed = speed;
		this.json = json;
	}

	/**
	 * Play the call.
	 * @param connected gets the call's id as soon as the server has told it
	 * @return what the caller heard, reply by reply
	 */
	List<Heard> play(Consumer<String> connected) {
		try (CallerClient caller = new CallerClient(this.uri, this.speed, this.json)) {
			connected.accept(caller.callId());
			caller.hello("Maria Keller");
			heard(caller.listen());
			say(caller, "Do you have a free appointment on Tuesday?");
			heard(caller.listen());
			say(caller, "Before I decide, could you explain your opening hours?");
			String bargeIn = "Thank you, that is enough. I take half past ten on Tuesday.";
			heard(caller.bargeIn(PATIENCE_FOR_LONG_ANSWER, bargeIn));
			logger.info("caller | {}", bargeIn);
			heard(caller.listen());
			say(caller, "No, thank you. Goodbye.");
			heard(caller.listen());
			caller.hangUp();
			return List.copyOf(this.heard);
		}
	}

	private void say(CallerClient caller, String text) {
		logger.info("caller | {}", text);
		caller.say(text);
	}

	private void heard(Heard reply) {
		logger.info("agent  | {}{}", reply.text(), reply.interrupted() ? " (interrupted)" : "");
		this.heard.add(reply);
	}

}
