package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.voicetelemetry.annotation.Prompt;
import io.voicetelemetry.annotation.SessionId;
import io.voicetelemetry.annotation.SpokenText;
import io.voicetelemetry.annotation.TracedAgentTurn;
import io.voicetelemetry.annotation.TracedEndOfTurn;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedLlmNode;
import io.voicetelemetry.annotation.TracedSession;
import io.voicetelemetry.annotation.TracedStt;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.annotation.TracedTts;
import io.voicetelemetry.annotation.TracedTtsNode;
import io.voicetelemetry.annotation.TracedUserTurn;
import io.voicetelemetry.annotation.Transcript;
import io.voicetelemetry.annotation.VoiceAttribute;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.LlmResult;
import io.voicetelemetry.session.TtsResult;
import io.voicetelemetry.session.UserTurn;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A voice agent with an annotation for each stage of a call.
 */
@Configuration(proxyBeanMethods = false)
class ClinicAgent {

	@Bean
	PhoneLine phoneLine(Ears ears, Mind mind) {
		return new PhoneLine(ears, mind);
	}

	@Bean
	Ears ears(Recogniser recogniser) {
		return new Ears(recogniser);
	}

	@Bean
	Recogniser recogniser() {
		return new Recogniser();
	}

	@Bean
	Mind mind(Model model, Calendar calendar, Mouth mouth) {
		return new Mind(model, calendar, mouth);
	}

	@Bean
	Model model(Provider provider) {
		return new Model(provider);
	}

	@Bean
	Provider provider() {
		return new Provider();
	}

	@Bean
	Calendar calendar() {
		return new Calendar();
	}

	@Bean
	Mouth mouth(Synthesiser synthesiser) {
		return new Mouth(synthesiser);
	}

	@Bean
	Synthesiser synthesiser() {
		return new Synthesiser();
	}

	static class PhoneLine {

		private final Ears ears;

		private final Mind mind;

		PhoneLine(Ears ears, Mind mind) {
			this.ears = ears;
			this.mind = mind;
		}

		@TracedSession(room = "reception", user = "#{#caller}", tenant = "clinic")
		void take(@SessionId String callId, String caller) {
			String said = this.ears.listen();
			this.mind.answer(said);
		}

	}

	static class Ears {

		private final Recogniser recogniser;

		Ears(Recogniser recogniser) {
			this.recogniser = recogniser;
		}

		@TracedUserTurn
		String listen() {
			UserTurn turn = UserTurn.current();
			turn.startedSpeaking(null);
			String said = this.recogniser.recognise(new byte[320]);
			turn.stoppedSpeaking(null);
			this.recogniser.isOver(said);
			return said;
		}

	}

	static class Recogniser {

		@TracedStt(provider = "deepgram", model = "nova-3")
		String recognise(byte[] audio) {
			return "When can I come?";
		}

		@TracedEndOfTurn
		boolean isOver(@Transcript String said) {
			return true;
		}

	}

	static class Mind {

		private final Model model;

		private final Calendar calendar;

		private final Mouth mouth;

		Mind(Model model, Calendar calendar, Mouth mouth) {
			this.model = model;
			this.calendar = calendar;
			this.mouth = mouth;
		}

		@TracedAgentTurn
		void answer(String said) {
			this.model.think(said);
			String slot = this.calendar.findSlot("tomorrow", 2);
			String reply = this.model.think(slot);
			this.mouth.say(reply);
			AgentTurn turn = AgentTurn.current();
			turn.firstAudioPlayed(null);
			turn.playoutEnded(Duration.ofMillis(1500), null);
		}

	}

	static class Model {

		private final Provider provider;

		Model(Provider provider) {
			this.provider = provider;
		}

		@TracedLlmNode
		String think(String prompt) {
			return this.provider.chat("gpt-4o", 0.2, prompt).reply();
		}

	}

	static class Provider {

		@TracedLlmCall(name = "llm.voice_response", provider = "openai", model = "#{#model}", useCase = "booking")
		Answer chat(String model, @VoiceAttribute("gen_ai.request.temperature") double temperature,
				@Prompt String prompt) {
			LlmCall.current().firstToken();
			return new Answer("Tomorrow at ten.");
		}

	}

	record Answer(String reply) implements LlmResult {

		@Override
		public String text() {
			return this.reply;
		}

		@Override
		public String responseModel() {
			return "gpt-4o-2024-08-06";
		}

		@Override
		public List<String> finishReasons() {
			return List.of("stop");
		}

		@Override
		public @Nullable TokenUsage usage() {
			return TokenUsage.of(120, 9).withCachedInput(100);
		}

	}

	static class Calendar {

		@TracedTool(tool = "find_slot")
		String findSlot(String day, int people) {
			return "10:00";
		}

	}

	static class Mouth {

		private final Synthesiser synthesiser;

		Mouth(Synthesiser synthesiser) {
			this.synthesiser = synthesiser;
		}

		@TracedTtsNode
		void say(String reply) {
			this.synthesiser.speak(reply);
		}

	}

	static class Synthesiser {

		@TracedTts(provider = "elevenlabs", model = "flash", voice = "Rachel")
		Speech speak(@SpokenText String text) {
			return new Speech();
		}

	}

	record Speech() implements TtsResult {

		@Override
		public Duration audioDuration() {
			return Duration.ofMillis(1500);
		}

	}

}
