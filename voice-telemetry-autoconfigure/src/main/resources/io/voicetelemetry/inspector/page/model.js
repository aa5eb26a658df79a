// A session as the page shows it, made of its spans.

export const PARTS = ['transcription', 'endpointing', 'on_user_turn_completed', 'llm', 'first_sentence', 'tool', 'tts',
  'playout', 'other'];

const USER = 'user_turn';

const AGENT = 'agent_turn';

/** What is known of a session, kept up to date as it goes on. */
export class Session {

  constructor(key) {
    this.key = key;
    this.ended = [];
    this.open = [];
    this.row = null;
    this.usage = [];
    this.turnIds = new Map();
  }

  get since() {
    return this.ended.length;
  }

  update(details) {
    if (details.since !== this.ended.length) {
      this.ended.length = Math.min(details.since, this.ended.length);
    }
    this.ended.push(...details.spans);
    this.open = details.open;
    this.usage = details.usage;
    this.failed = details.failed || [];
    this.content = details.content;
    // By the server's clock, as all times of its spans; a browser may have another.
    this.now = details.now ?? Date.now();
    const { spans, open, usage, since, ended, failed, content, now, ...row } = details;
    this.row = row;
    this.build();
  }

  build() {
    const now = this.row.live && this.row.start ? Math.max(0, this.now - this.row.start) : null;
    this.spans = [...this.ended, ...this.open].sort((a, b) => a.start - b.start);
    this.byId = new Map(this.spans.map((span) => [span.id, span]));
    this.children = new Map();
    let end = this.row.duration || 0;
    for (const span of this.spans) {
      span.until = span.end !== undefined ? span.end : Math.max(span.start, now || span.start);
      end = Math.max(end, span.until);
      const parent = this.byId.has(span.parent) ? span.parent : null;
      if (!this.children.has(parent)) {
        this.children.set(parent, []);
      }
      this.children.get(parent).push(span);
    }
    this.length = Math.max(end, 1);
    this.turns = turnsOf(this);
    const failed = new Set(this.failed);
    this.errors = this.spans.filter((span) => failed.has(span.id));
  }

  childrenOf(span) {
    return this.children.get(span ? span.id : null) || [];
  }

  /** A span and all below it, with how deep each is. */
  tree(span, depth = 0, list = []) {
    list.push({ span, depth });
    for (const child of this.childrenOf(span)) {
      this.tree(child, depth + 1, list);
    }
    return list;
  }

  ofStage(stage) {
    return this.spans.filter((span) => span.stage === stage);
  }

  /** What stands in no turn, the session itself first. */
  outside() {
    const roots = this.childrenOf(null);
    const list = [];
    const visit = (span, depth) => {
      if (span.stage === USER || span.stage === AGENT) {
        return;
      }
      list.push({ span, depth });
      this.childrenOf(span).forEach((child) => visit(child, depth + 1));
    };
    roots.forEach((root) => visit(root, 0));
    return list;
  }

}

export function attribute(span, name) {
  return span && span.attributes ? span.attributes[name] : undefined;
}

export function outcome(span) {
  return attribute(span, 'voice.outcome') || (span.open ? 'live' : undefined);
}

export function isError(span) {
  return attribute(span, 'voice.outcome') === 'error' || (span.stage === undefined && span.error !== undefined);
}

/** The caller's turn and the replies to it belong together by their speech id. */
function turnsOf(session) {
  const turns = [];
  const bySpeech = new Map();
  for (const span of session.spans) {
    if (span.stage !== USER && span.stage !== AGENT) {
      continue;
    }
    const speech = attribute(span, 'voice.speech_id');
    let turn = speech !== undefined ? bySpeech.get(speech) : undefined;
    if (!turn) {
      turn = { id: idOf(session, speech, span), user: null, replies: [], spans: [] };
      turns.push(turn);
      if (speech !== undefined) {
        bySpeech.set(speech, turn);
      }
    }
    turn.spans.push(span);
    if (span.stage === USER && !turn.user) {
      turn.user = span;
    }
    else {
      turn.replies.push(span);
    }
  }
  turns.forEach((turn, i) => {
    turn.number = i + 1;
    turn.start = Math.min(...turn.spans.map((span) => span.start));
    turn.end = Math.max(...turn.spans.map((span) => span.until));
    const felt = turn.replies.find((reply) => attribute(reply, 'voice.e2e_latency') !== undefined);
    turn.felt = attribute(felt, 'voice.e2e_latency');
    turn.parts = PARTS.map((name) => ({ name, seconds: attribute(felt, 'voice.latency.' + name) }))
      .filter((part) => part.seconds > 0);
    turn.interrupted = turn.replies.some((reply) => attribute(reply, 'voice.interrupted') === true);
    turn.failed = turn.spans.some(isError);
    turn.live = turn.spans.some((span) => span.open);
    turn.tools = turn.replies.flatMap((reply) => session.tree(reply))
      .map((each) => each.span).filter((span) => span.stage === 'function_tool');
  });
  return turns;
}

/** What comes later and begins earlier does not make another turn of it. */
function idOf(session, speech, span) {
  if (speech === undefined) {
    return span.id;
  }
  if (!session.turnIds.has(speech)) {
    session.turnIds.set(speech, span.id);
  }
  return session.turnIds.get(speech);
}

/** Who said what, as far as it was recorded. */
export function utterances(turn) {
  const lines = [];
  const heard = attribute(turn.user, 'voice.transcript');
  if (heard !== undefined) {
    lines.push({ id: turn.user.id, who: 'Caller', at: turn.user.start, words: heard, interrupted: false });
  }
  for (const reply of turn.replies) {
    const spoken = attribute(reply, 'voice.spoken_text');
    if (spoken !== undefined) {
      lines.push({ id: reply.id, who: 'Agent', at: reply.start, words: spoken, interrupted: attribute(reply, 'voice.interrupted') === true });
    }
  }
  return lines;
}
