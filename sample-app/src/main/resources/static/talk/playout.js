// Plays replies as their audio comes in, and knows to which position each was heard.

/** Smaller chunks are put together: each piece that is played costs a node of the audio graph. */
const PIECE_SECONDS = 0.1;

/** How long a rest of a sentence waits for more. */
const PATIENCE_MILLIS = 30;

/** What is played is scheduled so much ahead, so that its beginning isn't cut. */
const LEAD_SECONDS = 0.02;

const TICK_MILLIS = 40;

export class Playout {
  /**
   * @param context the audio context, made when a button was pressed: browsers allow no sound before
   * @param told gets heard(reply, seconds) again and again, then ended(reply, seconds)
   */
  constructor(context, told) {
    this.context = context;
    this.told = told;
    this.reply = null;
  }

  begin(number, sampleRate) {
    this.stop();
    this.reply = { number, sampleRate, pieces: [], waiting: [], waitingBytes: 0, bytes: 0, next: 0, complete: false };
    this.ticker = setInterval(() => this.tick(), TICK_MILLIS);
  }

  /** Takes samples, 16 bits each, the low byte first. */
  add(pcm) {
    const { reply } = this;
    if (!reply) {
      return;
    }
    reply.waiting.push(pcm);
    reply.waitingBytes += pcm.byteLength;
    reply.bytes += pcm.byteLength;
    if (!reply.pieces.length || reply.waitingBytes >= PIECE_SECONDS * reply.sampleRate * 2) {
      this.schedule();
    }
    else {
      this.patience = this.patience || setTimeout(() => this.schedule(), PATIENCE_MILLIS);
    }
  }

  /** All audio of the reply has come in. */
  end() {
    this.schedule();
    if (this.reply) {
      this.reply.complete = true;
      this.tick();
    }
  }

  /** Falls silent at once. Returns what of the reply was heard, in seconds, or null if none is being played. */
  stop() {
    const { reply } = this;
    if (!reply) {
      return null;
    }
    const seconds = this.heard();
    reply.pieces.forEach(({ source }) => source.disconnect());
    this.finish();
    return seconds;
  }

  /** Where in the reply audio that comes in now will be, in seconds. */
  received() {
    return this.reply ? this.reply.bytes / 2 / this.reply.sampleRate : 0;
  }

  get latency() {
    return this.context.outputLatency || 0;
  }

  heard() {
    // What was handed over is heard only when it has reached the loudspeaker.
    const now = this.context.currentTime - this.latency;
    return this.reply.pieces.reduce((sum, { at, seconds }) => sum + Math.min(seconds, Math.max(0, now - at)), 0);
  }

  schedule() {
    clearTimeout(this.patience);
    this.patience = null;
    const { reply, context } = this;
    if (!reply || !reply.waitingBytes) {
      return;
    }
    const buffer = context.createBuffer(1, reply.waitingBytes / 2, reply.sampleRate);
    const samples = buffer.getChannelData(0);
    let position = 0;
    for (const pcm of reply.waiting) {
      const view = new DataView(pcm);
      for (let offset = 0; offset + 1 < view.byteLength; offset += 2) {
        samples[position++] = view.getInt16(offset, true) / 0x8000;
      }
    }
    reply.waiting = [];
    reply.waitingBytes = 0;
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    const at = Math.max(reply.next, context.currentTime + LEAD_SECONDS);
    source.start(at);
    reply.next = at + buffer.duration;
    reply.pieces.push({ source, at, seconds: buffer.duration });
    if (reply.pieces.length === 1) {
      // The latency that was felt is measured by it, so the next tick may be too late.
      reply.first = setTimeout(() => this.tick(), (at - context.currentTime + this.latency) * 1000 + 1);
    }
  }

  tick() {
    const { reply } = this;
    const seconds = this.heard();
    if (reply.complete && seconds > this.received() - 0.001) {
      this.finish();
      this.told.ended(reply.number, this.lengthOf(reply));
    }
    else if (seconds > 0) {
      this.told.heard(reply.number, seconds);
    }
  }

  lengthOf(reply) {
    return reply.bytes / 2 / reply.sampleRate;
  }

  finish() {
    clearInterval(this.ticker);
    clearTimeout(this.reply.first);
    clearTimeout(this.patience);
    this.patience = null;
    this.reply = null;
  }
}
