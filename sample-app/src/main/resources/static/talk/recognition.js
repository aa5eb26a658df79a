// The browser's speech recognition, one utterance after the other.

const Recogniser = window.SpeechRecognition || window.webkitSpeechRecognition;

const LANGUAGE = 'en-US';

/** A recogniser that fails at once again and again is not started for ever. */
const MAX_FAILURES = 3;

const PAUSE_MILLIS = 300;

const REASONS = {
  'not-allowed': 'The microphone is not allowed here. Allow it in the address bar and tick Microphone again.',
  'service-not-allowed': 'This browser does not allow speech recognition.',
  'audio-capture': 'There is no microphone.',
  'language-not-supported': 'This browser does not recognise English speech.',
  network: 'The speech recognition of this browser cannot be reached.',
};

const KEYBOARD = ' You can type what you want to say; you hear the agent all the same.';

/** Why there is no recognition here, or null if there may be. */
export async function obstacle() {
  if (!Recogniser) {
    return 'This browser does not recognise speech (Chrome, Edge and Safari do).' + KEYBOARD;
  }
  if (!window.isSecureContext) {
    return 'Browsers give the microphone only to pages that come over HTTPS or from localhost.' + KEYBOARD;
  }
  const devices = await navigator.mediaDevices?.enumerateDevices?.().catch(() => null);
  return devices && !devices.some((device) => device.kind === 'audioinput') ? REASONS['audio-capture'] + KEYBOARD : null;
}

export class Recognition {
  /** @param told gets started(), understood(text), stopped(), said(text), ended(), failed(reason) */
  constructor(told) {
    this.told = told;
    this.wanted = false;
    this.failures = 0;
  }

  start() {
    if (!this.wanted) {
      this.wanted = true;
      this.failures = 0;
      this.listen();
    }
  }

  stop() {
    this.wanted = false;
    this.recogniser?.abort();
    this.recogniser = null;
    this.told.ended();
  }

  listen() {
    // Not continuous: only so the end of an utterance is told.
    const recogniser = new Recogniser();
    // One that was stopped may have something to say yet.
    const on = (type, handler) => recogniser.addEventListener(type, (event) => this.recogniser === recogniser && handler(event));
    recogniser.lang = LANGUAGE;
    recogniser.interimResults = true;
    on('speechstart', () => this.told.started());
    on('speechend', () => this.told.stopped());
    on('result', ({ results }) => this.understood([...results]));
    on('error', ({ error }) => this.failed(error));
    on('end', () => this.ended());
    this.recogniser = recogniser;
    try {
      recogniser.start();
    }
    catch (error) {
      this.failures = MAX_FAILURES;
      this.failed(error.name);
    }
  }

  understood(results) {
    const text = results.map((result) => result[0].transcript).join(' ').trim();
    this.failures = 0;
    if (text) {
      results.every((result) => result.isFinal) ? this.told.said(text) : this.told.understood(text);
    }
  }

  failed(error) {
    if (error === 'no-speech') {
      return;
    }
    this.failures++;
    if (this.wanted && (REASONS[error] || this.failures >= MAX_FAILURES)) {
      this.wanted = false;
      this.told.failed((REASONS[error] || 'The speech recognition of this browser has failed.') + KEYBOARD);
    }
  }

  ended() {
    this.told.ended();
    if (this.wanted) {
      setTimeout(() => this.wanted && this.listen(), this.failures ? PAUSE_MILLIS : 0);
    }
  }
}
