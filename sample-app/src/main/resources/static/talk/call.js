// A call: what both ends tell each other over the WebSocket. This end says when the caller
// speaks and what they say, and what of each reply they have heard.

import { Playout } from './playout.js';

export class Call {
  /**
   * @param address of the WebSocket
   * @param context the audio context
   * @param view is told started(id), state(name), sentence(reply, text, at), heard(reply, seconds, felt),
   * cutOff(reply, seconds), said(text), audio(bytes), problem(text), over(words)
   */
  constructor(address, context, view) {
    this.view = view;
    this.id = null;
    this.speaking = false;
    this.unsaid = false;
    this.waiting = true;
    this.announced = 0;
    this.first = 0;
    this.cut = 0;
    this.audioBytes = 0;
    this.unsent = [];
    this.silentSince = null;
    this.playout = new Playout(context, {
      heard: (reply, seconds) => this.heard(reply, seconds),
      ended: (reply, seconds) => this.ended(reply, seconds),
    });
    this.socket = new WebSocket(address);
    this.socket.binaryType = 'arraybuffer';
    this.socket.addEventListener('open', () => this.unsent.splice(0).forEach((message) => this.socket.send(message)));
    this.socket.addEventListener('message', ({ data }) => (typeof data === 'string' ? this.receive(JSON.parse(data)) : this.audio(data)));
    this.socket.addEventListener('close', ({ code }) => this.closed(code));
    this.tell();
  }

  get agentSpeaks() {
    return this.playout.reply !== null;
  }

  /** What is said before the line stands is said when it does. */
  send(message) {
    if (this.socket.readyState === WebSocket.CONNECTING) {
      this.unsent.push(JSON.stringify(message));
    }
    else if (this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(message));
    }
  }

  hello(caller) {
    if (caller) {
      this.send({ type: 'hello', caller });
    }
  }

  /** The caller begins to speak or to type; over the agent's words that is an interruption. */
  startsSpeaking() {
    if (!this.speaking) {
      this.speaking = true;
      this.unsaid = true;
      this.send({ type: 'speech_started' });
    }
    if (this.agentSpeaks) {
      this.interrupt();
    }
    this.tell();
  }

  stopsSpeaking() {
    if (this.speaking) {
      this.speaking = false;
      this.silentSince = performance.now();
      this.send({ type: 'speech_stopped' });
      this.tell();
    }
  }

  /** Nothing comes of what the caller began to say. */
  saysNothing() {
    this.stopsSpeaking();
    this.unsaid = false;
  }

  understoodSoFar(text) {
    this.speaksOver();
    this.send({ type: 'transcript', text, final: false });
  }

  /** What the caller has said, once it is known; that may be a while after they fell silent. */
  says(text) {
    this.speaksOver();
    this.stopsSpeaking();
    this.unsaid = false;
    this.waiting = true;
    this.view.said(text);
    this.send({ type: 'transcript', text, final: true });
    this.tell();
  }

  speaksOver() {
    if (!this.unsaid || this.agentSpeaks) {
      this.startsSpeaking();
    }
  }

  /** Cuts the agent off, whether it speaks or is about to. */
  interrupt() {
    this.send({ type: 'interrupt' });
    if (this.agentSpeaks) {
      this.cutOff(this.playout.reply.number);
    }
    else {
      this.waiting = false;
      this.tell();
    }
  }

  cutOff(reply) {
    this.cut = reply;
    const seconds = this.agentSpeaks ? this.playout.stop() : 0;
    this.send({ type: 'playout_ended', reply, seconds });
    this.view.cutOff(reply, seconds);
    this.tell();
  }

  hangUp() {
    this.playout.stop();
    this.cut = Infinity;
    this.send({ type: 'hangup' });
  }

  receive(message) {
    const { reply } = message;
    switch (message.type) {
      case 'call_started':
        this.id = message.call;
        this.view.started(message.call);
        break;
      case 'reply_text':
        if (reply > this.cut) {
          this.view.sentence(reply, message.text, this.playout.reply?.number === reply ? this.playout.received() : 0);
        }
        break;
      case 'audio_start':
        this.announced = reply;
        if (reply > this.cut) {
          this.playout.begin(reply, message.sampleRate);
        }
        break;
      case 'audio_end':
        this.audioEnds(reply);
        break;
      case 'interrupted':
        if (reply > this.cut) {
          this.cutOff(reply);
        }
        break;
      case 'error':
        this.view.problem(message.text);
        break;
    }
    this.tell();
  }

  audio(pcm) {
    this.audioBytes += pcm.byteLength;
    this.view.audio(this.audioBytes);
    // What of a reply that was cut off is still on the way isn't played.
    if (this.announced > this.cut) {
      this.playout.add(pcm);
    }
  }

  audioEnds(reply) {
    if (this.playout.reply?.number === reply) {
      this.playout.end();
    }
    else if (reply > this.cut && reply > this.announced) {
      this.ended(reply, 0);
    }
  }

  heard(reply, seconds) {
    if (this.first < reply) {
      this.first = reply;
      this.waiting = false;
      this.send({ type: 'played', reply });
      this.view.heard(reply, seconds, this.silentSince === null ? null : (performance.now() - this.silentSince) / 1000);
      this.silentSince = null;
      this.tell();
    }
    else {
      this.view.heard(reply, seconds, null);
    }
  }

  ended(reply, seconds) {
    if (seconds > 0) {
      this.heard(reply, seconds);
    }
    this.waiting = false;
    this.send({ type: 'playout_ended', reply, seconds });
    this.tell();
  }

  closed(code) {
    this.playout.stop();
    this.view.state('over');
    this.view.over(code === 1000 ? 'The call has ended.'
      : this.id === null ? 'The server could not be reached.' : 'The connection broke. The call has ended.');
  }

  tell() {
    if (this.socket.readyState < WebSocket.CLOSING) {
      this.view.state(this.id === null ? 'connecting' : this.speaking ? 'caller' : this.agentSpeaks ? 'agent'
        : this.waiting ? 'waiting' : 'listening');
    }
  }
}
