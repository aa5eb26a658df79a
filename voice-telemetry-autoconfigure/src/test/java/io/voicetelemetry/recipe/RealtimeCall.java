package io.voicetelemetry.recipe;

import io.voicetelemetry.session.VoiceSession;

/**
 * A call that {@link OpenAiRealtimeConversation} answers, and what OpenAI sees of it.
 */
record RealtimeCall(VoiceSession session, InstantAudio line, OpenAiRealtimeConversation conversation,
		RealtimeServer.Connection openAi) {

	void awaitRead() throws InterruptedException {
		this.openAi.awaitRead();
	}

	void hangUp() {
		this.conversation.hungUp();
		this.session.end("hangup");
	}

}
