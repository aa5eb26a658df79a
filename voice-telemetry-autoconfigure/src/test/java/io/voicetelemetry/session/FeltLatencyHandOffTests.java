package io.voicetelemetry.session;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Which reply answers a turn when one agent hands over to another: that which is heard
 * first, and no other. The facts are those of LiveKit's tests of hand-offs.
 */
class FeltLatencyHandOffTests {

	private final TimedCall call = new TimedCall();

	private final VoiceSession session = this.call.session;

	@AfterEach
	void closeCall() {
		this.call.close();
	}

	/**
	 * A reply of nothing but a tool call that hands over to another agent: 0.35 s.
	 */
	private AgentTurn handOver() {
		AgentTurn router = this.session.startAgentTurn();
		this.call.askForTools(router);
		ToolCall tool = router.startToolCall("hand_off");
		this.call.pass(50);
		this.session.handOff("greeter");
		tool.end();
		router.end();
		return router;
	}

	private AgentTurn say() {
		AgentTurn reply = this.session.startAgentTurn();
		this.call.say(reply);
		return reply;
	}

	@Test
	void replyOfTheAgentThatAToolReturnsAnswers() {
		UserTurn question = this.call.question();
		AgentTurn router = this.session.startAgentTurn();
		this.call.askForTools(router);
		this.call.callTool(router, 50);
		this.session.handOff("greeter");
		router.end();
		AgentTurn greeting = this.call.reply();
		this.call.assertAnswers(greeting, question, 1.35);
	}

	@Test
	void replyOfTheAgentThatAToolHandsOverToAnswers() {
		UserTurn question = this.call.question();
		handOver();
		AgentTurn greeting = this.call.reply();
		this.call.assertAnswers(greeting, question, 1.35);
	}

	@Test
	void whatIsSaidBeforeTheHandOffAnswers() {
		UserTurn question = this.call.question();
		AgentTurn router = this.session.startAgentTurn();
		this.call.ask(router, 300, 100);
		this.call.say(router);
		this.call.callTool(router, 50);
		this.session.handOff("greeter");
		this.call.finish(router);
		this.call.reply();
		this.call.assertAnswers(router, question, 1.0);
	}

	@Test
	void replyToTheToolBeforeTheHandOffAnswers() {
		UserTurn question = this.call.question();
		AgentTurn router = this.session.startAgentTurn();
		this.call.askForTools(router);
		ToolCall tool = router.startToolCall("hand_off");
		this.call.pass(50);
		this.session.handOff("greeter");
		tool.end();
		this.call.ask(router, 300, 100);
		this.call.say(router);
		this.call.finish(router);
		this.call.reply();
		this.call.assertAnswers(router, question, 1.35);
	}

	@Test
	void fixedGreetingAnswersAndTheReplyAfterItDoesNot() {
		UserTurn question = this.call.question();
		handOver();
		AgentTurn welcome = say();
		this.call.finish(welcome);
		this.call.reply();
		this.call.assertAnswers(welcome, question, 0.95);
	}

	@Test
	void ofTwoThatWereBegunTogetherTheFirstHeardAnswers() {
		UserTurn question = this.call.question();
		handOver();
		AgentTurn welcome = this.session.startAgentTurn();
		AgentTurn reply = this.session.startAgentTurn();
		LlmCall request = reply.startLlmCall();
		this.call.say(welcome);
		request.firstToken();
		request.end();
		this.call.finish(welcome);
		this.call.say(reply);
		this.call.finish(reply);
		this.call.assertAnswers(welcome, question, 0.95);
	}

	@Test
	void greetingThatNobodyKeepsStillAnswers() {
		UserTurn question = this.call.question();
		handOver();
		AgentTurn welcome = this.session.startAgentTurn();
		this.call.pass(200);
		welcome.firstAudioPlayed(null);
		this.call.finish(welcome);
		this.call.reply();
		this.call.assertAnswers(welcome, question, 0.95);
	}

	@Test
	void questionOfATaskThatTheNextAgentBeginsWithAnswers() {
		UserTurn question = this.call.question();
		handOver();
		this.session.handOff("ask_name");
		AgentTurn askName = this.call.reply();
		this.call.question();
		AgentTurn silent = this.session.startAgentTurn();
		this.call.askForTools(silent);
		this.call.callTool(silent, 50);
		silent.end();
		this.call.assertAnswers(askName, question, 1.35);
	}

	@Test
	void whatAnAgentSaysOnItsOwnAfterItLeftTheTurnUnansweredIsNoAnswer() {
		this.call.question();
		handOver();
		this.session.leaveUnanswered();
		this.call.pass(500);
		this.call.reply();
	}

	@Test
	void nextTurnTakesThePlaceOfOneThatWaitsAfterAHandOff() {
		this.call.question();
		handOver();
		UserTurn again = this.call.question();
		AgentTurn reply = this.call.reply();
		this.call.pass(2000);
		this.call.reply();
		this.call.assertAnswers(reply, again, 1.0);
	}

	@Test
	void taskInAToolAnswersOneTurnAndTheReplyToTheToolTheNext() {
		UserTurn book = this.call.question();
		AgentTurn booker = this.session.startAgentTurn();
		this.call.askForTools(booker);
		ToolCall tool = booker.startToolCall("book");
		this.session.handOff("ask_email");
		AgentTurn askEmail = this.call.reply();
		UserTurn email = this.call.question();
		AgentTurn silent = this.session.startAgentTurn();
		this.call.askForTools(silent);
		this.call.callTool(silent, 50);
		this.session.handOff("booker");
		silent.end();
		this.call.pass(50);
		tool.end();
		this.call.ask(booker, 300, 100);
		this.call.say(booker);
		this.call.finish(booker);
		this.call.assertAnswers(askEmail, book, 1.3);
		this.call.assertAnswers(booker, email, 1.4);
	}

	@Test
	void silentToolEndsTheTurn() {
		this.call.question();
		AgentTurn router = this.session.startAgentTurn();
		this.call.askForTools(router);
		this.call.callTool(router, 50);
		router.end();
		this.call.pass(2000);
		this.session.handOff("greeter");
		this.call.reply();
	}

	@Test
	void agentThatEntersWithoutAWordEndsTheTurn() {
		this.call.question();
		handOver();
		this.session.leaveUnanswered();
		this.call.pass(2000);
		this.session.handOff("greeter");
		this.call.reply();
	}

	@Test
	void replyAfterATaskAnswersTheTurnThatTheTaskLeftOpen() {
		UserTurn question = this.call.question();
		handOver();
		this.session.handOff("ask_name");
		AgentTurn askName = this.call.reply();
		UserTurn name = this.call.question();
		AgentTurn silent = this.session.startAgentTurn();
		this.call.askForTools(silent);
		this.call.callTool(silent, 50);
		this.session.handOff("survey");
		silent.end();
		AgentTurn thanks = this.call.reply();
		this.call.assertAnswers(askName, question, 1.35);
		this.call.assertAnswers(thanks, name, 1.35);
	}

	@Test
	void replyThatIsCutOffBeforeItIsHeardAnswersNothing() {
		this.call.question();
		AgentTurn cut = this.session.startAgentTurn();
		this.call.ask(cut, 300, 100);
		cut.interrupted("audio_activity");
		cut.end();
		this.call.pass(2000);
		this.call.reply();
	}

}
