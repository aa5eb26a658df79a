package io.voicetelemetry.sample.browser;

/**
 * What browsers have to listen with, as scripts that run before a page.
 */
final class Microphones {

	static final String NONE = "navigator.mediaDevices.enumerateDevices = () => Promise.resolve([]);";

	/** A browser that recognises no speech. */
	static final String NO_RECOGNITION = "window.SpeechRecognition = window.webkitSpeechRecognition = undefined;";

	/**
	 * A recogniser that is told what to hear: {@code hears(type, text, isFinal)}; whoever
	 * starts it when it is {@code forbidden} is told that it is not allowed.
	 */
	static final String TOLD = """
			navigator.mediaDevices.enumerateDevices = () => Promise.resolve([{ kind: 'audioinput' }]);
			window.webkitSpeechRecognition = undefined;
			window.recognisers = 0;
			window.SpeechRecognition = class extends EventTarget {
				start() {
					window.recognisers++;
					window.recogniser = this;
					if (window.forbidden) {
						setTimeout(() => {
							this.dispatchEvent(Object.assign(new Event('error'), { error: 'not-allowed' }));
							this.abort();
						});
					}
				}
				abort() {
					setTimeout(() => this.dispatchEvent(new Event('end')));
				}
			};
			window.hears = (type, text, isFinal) => {
				const results = text ? [Object.assign([{ transcript: text, confidence: 0.9 }], { isFinal })] : [];
				window.recogniser.dispatchEvent(Object.assign(new Event(type), { results }));
			};""";

	static final String FORBIDDEN = TOLD + "window.forbidden = true;";

	private Microphones() {
	}

}
