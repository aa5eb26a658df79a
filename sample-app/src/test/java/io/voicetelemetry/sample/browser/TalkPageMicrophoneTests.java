package io.voicetelemetry.sample.browser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page on which one talks to the agent, with and without a microphone. What
 * browsers recognise of real speech is not theirs to show: no test has a voice.
 */
class TalkPageMicrophoneTests extends CalledSample {

	static final Arguments[] WITHOUT_MICROPHONE = { Arguments.of(Microphones.NONE, "There is no microphone."),
			Arguments.of(Microphones.NO_RECOGNITION, "This browser does not recognise speech"),
			Arguments.of(Microphones.FORBIDDEN, "The microphone is not allowed here.") };

	@ParameterizedTest
	@FieldSource("WITHOUT_MICROPHONE")
	void isTalkedToWithoutMicrophone(String microphone, String notice) {
		TalkPage page = open(microphone).call();
		Browser.await(() -> assertThat(page.notice()).startsWith(notice).contains("You can type"));
		assertThat(browser.element("#microphone").isSelected()).isFalse();
		page.say("Goodbye.");
		page.awaitWords("get well soon");
		assertThat(page.audioBytes()).isPositive();
	}

	@Test
	void isTalkedToByVoiceAndInterrupted() throws Exception {
		TalkPage page = open(Microphones.TOLD).call();
		page.awaitWords("Good morning");
		hears("speechstart", null, false);
		hears("result", "please explain", false);
		hears("speechend", null, false);
		hears("result", "please explain your opening hours", true);
		page.awaitWords("Of course");
		page.awaitSound();
		hears("speechstart", null, false);
		hears("result", "of course I am", false);
		hears("result", "of course I am happy", true);
		assertThat(page.lines()).as("the agent's own words").hasSize(3);
		assertThat(page.state()).isEqualTo("agent");
		hears("result", "do you have", false);
		page.awaitState("caller");
		page.awaitSilence();
		hears("speechend", null, false);
		hears("result", "do you have a free appointment on Friday", true);
		page.awaitWords("On Friday");
		assertThat(page.lines()).hasSize(5)
			.satisfies((lines) -> assertThat(lines.get(2)).endsWith("interrupted"))
			.satisfies((lines) -> assertThat(lines.get(3)).isEqualTo("Youdo you have a free appointment on Friday"));
		JsonNode call = page.recorded();
		assertThat(call.path("interruptions").asInt()).isPositive();
		assertThat(call.path("spans")
			.valueStream()
			.filter((span) -> span.path("stage").asString("").equals("user_speaking"))).hasSize(2);
	}

	@Test
	void listensAgainAfterEachUtteranceUntilTheCallHasEnded() {
		TalkPage page = open(Microphones.TOLD).call();
		Browser.await(() -> assertThat(recognisers()).isOne());
		hears("end", null, false);
		Browser.await(() -> assertThat(recognisers()).isEqualTo(2));
		browser.driver().executeScript("microphone.click(); microphone.click();");
		Browser.await(() -> assertThat(recognisers()).isEqualTo(3));
		page.hangUp();
		hears("end", null, false);
		assertThat(page.state()).isEqualTo("over");
		assertThat(recognisers()).isEqualTo(3);
	}

	private long recognisers() {
		return (Long) browser.evaluate("window.recognisers");
	}

	private void hears(String event, String text, boolean isFinal) {
		browser.driver().executeScript("hears(...arguments)", event, text, isFinal);
	}

}
