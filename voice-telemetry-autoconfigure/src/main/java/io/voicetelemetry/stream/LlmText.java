package io.voicetelemetry.stream;

import io.voicetelemetry.session.LlmCall;

/**
 * The text of an answer, piece by piece.
 *
 * @param call the request that is answered
 */
record LlmText(LlmCall call) implements ItemReading {

	@Override
	public void item(Object item) {
		if (item instanceof String text) {
			this.call.textReceived(text);
		}
		else if (item instanceof CharSequence text) {
			this.call.textReceived(text.toString());
		}
	}

	@Override
	public boolean tellsAll() {
		return true;
	}

}
