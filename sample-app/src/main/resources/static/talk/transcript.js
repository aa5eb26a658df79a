// Who said what. A sentence of the agent appears when it is heard, not when it has come in.

/** Characters that would reorder or hide what stands beside them, or that hide themselves; not those of an emoji. */
const INVISIBLE = /(?!(?<=\p{Emoji})[\ufe0e\ufe0f])[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu;

/** An element with text, which stays text whatever it says. */
export function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

/** Words of somebody: what cannot be seen is made visible, and the direction of the text stays in it. */
function words(text) {
  const made = element('bdi', 'words', text.replace(INVISIBLE,
    (c) => '[U+' + c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0') + ']'));
  made.dir = 'auto';
  return made;
}

export class Transcript {
  constructor(list, box) {
    this.list = list;
    this.box = box;
    this.replies = new Map();
    new ResizeObserver(() => this.scroll()).observe(box);
  }

  clear() {
    this.list.replaceChildren();
    this.replies.clear();
  }

  said(text) {
    this.append(this.line('caller', 'You', text));
  }

  /** A sentence of a reply that will be heard from a position on, in seconds. */
  sentence(number, text, at) {
    const reply = this.replies.get(number) || { sentences: [], line: null };
    reply.sentences.push({ text, at, shown: false });
    this.replies.set(number, reply);
  }

  heard(number, seconds, felt) {
    const reply = this.replies.get(number);
    if (!reply) {
      return;
    }
    for (const sentence of reply.sentences.filter((each) => !each.shown && each.at < seconds)) {
      sentence.shown = true;
      if (reply.line) {
        reply.line.append(' ', words(sentence.text));
      }
      else {
        reply.line = this.line('agent', 'Agent', sentence.text);
        reply.line.dataset.reply = number;
        this.append(reply.line);
      }
      this.scroll();
    }
    if (felt !== null && reply.line) {
      reply.line.querySelector('.who').append(element('span', 'felt', ' after ' + felt.toFixed(2) + ' s'));
    }
  }

  /** All that has come in, heard or not. */
  showAll() {
    this.replies.forEach((reply, number) => this.heard(number, Infinity, null));
  }

  cutOff(number) {
    const line = this.replies.get(number)?.line;
    if (line) {
      line.append(' ', element('span', 'chip', 'interrupted'));
    }
    this.replies.delete(number);
  }

  line(who, name, text) {
    const made = element('li', who);
    made.append(element('span', 'who', name), words(text));
    return made;
  }

  append(line) {
    this.list.append(line);
    this.scroll();
  }

  scroll() {
    this.box.scrollTop = this.box.scrollHeight;
  }
}
