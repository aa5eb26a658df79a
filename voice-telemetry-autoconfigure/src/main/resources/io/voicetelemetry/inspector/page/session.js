// One call: its figures, its errors, who spoke when, its turns and what was said.

import { downloadAddress } from './api.js';
import { arrange, h, part, replace, said } from './dom.js';
import { at, clock, count, duration, known, number, seconds } from './format.js';
import { lanes } from './lanes.js';
import { chip } from './list.js';
import { attribute, utterances } from './model.js';
import { legend, turnItem, waterfall } from './stages.js';

/** Makes the view of a call, and gives what draws it. */
export function session(main, call) {
  const timeline = lanes((turn) => choose(turn, true));
  const figures = headOf(call);
  const errors = errorsOf(call, reveal);
  const spoken = transcriptOf(call, (turn) => choose(turn, true));
  const turns = h('ol', { class: 'turns' });
  const items = new Map();
  const outside = waterfall();
  const usage = h('div', { class: 'scrolls', tabindex: '0', role: 'region', 'aria-label': 'Usage' });
  const drawUsage = part(usage);
  const cut = h('p', { class: 'bad' });

  replace(main, h('p', {}, h('a', { href: '#/' }, '← all calls')), figures.root, errors.root, timeline.root,
    h('div', { class: 'columns' },
      h('section', { 'aria-labelledby': 'turns-title' }, h('h3', { id: 'turns-title' }, 'Turns'), legend(), turns),
      h('section', { 'aria-labelledby': 'transcript-title', class: 'beside' },
        h('h3', { id: 'transcript-title' }, 'Transcript'), spoken.root)),
    h('section', { 'aria-labelledby': 'usage-title' }, h('h3', { id: 'usage-title' }, 'Usage'), usage, cut),
    h('section', { 'aria-labelledby': 'outside-title' }, h('h3', { id: 'outside-title' }, 'Outside the turns'), outside.root));

  function draw() {
    figures.draw();
    errors.draw();
    timeline.draw(call);
    arrange(turns, call.turns.map((turn) => {
      if (!items.has(turn.id)) {
        items.set(turn.id, turnItem(call, (id) => choose(id, false)));
      }
      const item = items.get(turn.id);
      item.draw(turn);
      return item.element;
    }));
    spoken.draw();
    drawUsage(call.usage, () => usageTable(call.usage));
    cut.hidden = !call.row.cut;
    cut.textContent = count(call.row.cut || 0, 'span') + ' of this call had no room here';
    outside.draw(call.outside(), 0, call.length);
  }

  function choose(id, open) {
    timeline.select(id, open);
    spoken.select(id);
    const item = items.get(id);
    if (open && item) {
      item.open();
      item.element.scrollIntoView({ block: 'nearest' });
    }
  }

  function reveal(span) {
    const turn = call.turns.find((each) => each.spans.some((top) => call.tree(top).some((below) => below.span.id === span.id)));
    if (turn) {
      choose(turn.id, true);
    }
    const stage = turn ? items.get(turn.id).open(span) : outside.find(span);
    stage.open = true;
    stage.scrollIntoView({ block: 'center' });
    stage.querySelector('summary').focus();
  }

  draw();
  return { changed: draw };
}

function headOf(call) {
  const title = h('h2');
  const drawTitle = part(title);
  const facts = h('dl');
  const drawFacts = part(facts);
  const button = h('button', { type: 'button', onclick: () => copy(call.row.traceId, button) }, 'Copy trace id');
  return {
    root: h('div', { class: 'head' }, title, facts, h('p', { class: 'actions' }, button,
      h('a', { class: 'button', href: downloadAddress(call.key), download: '' }, 'Download OTLP/JSON'))),
    draw() {
      const { row } = call;
      drawTitle([row.id, row.live, row.outcome], () => [said(row.id), ' ', chip(row.live ? 'live' : row.outcome)]);
      drawFacts(row, () => factsOf(row).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
      button.hidden = !row.traceId;
    },
  };
}

function factsOf(row) {
  return [['Agent', row.agent], ['Tenant', row.tenant], ['Room', row.room], ['User', row.user],
    ['Conversation', row.conversation], ['Ended by', row.reason], ['Trace', row.traceId]]
    .filter(([, value]) => known(value)).map(([name, value]) => [name, said(value)])
    .concat([['Start', clock(row.start)], ['Duration', row.live ? '…' : duration(row.duration)],
      ['Turns', number(row.turns)], ['Interruptions', number(row.interruptions)],
      ['Felt latency', seconds(row.latencyP50) + ' p50, ' + seconds(row.latencyP95) + ' p95'],
      ['Tokens', number(row.inputTokens) + ' in, ' + number(row.outputTokens) + ' out']]);
}

function errorsOf(call, reveal) {
  const title = h('h3', { id: 'errors-title' });
  const list = h('ul');
  const root = h('section', { class: 'errors', 'aria-labelledby': 'errors-title', hidden: true }, title, list);
  const made = new Map();
  return {
    root,
    draw() {
      const { errors } = call;
      root.hidden = !errors.length;
      title.textContent = count(errors.length, 'error');
      arrange(list, errors.map((span) => {
        if (!made.has(span.id)) {
          made.set(span.id, h('li', {}, h('button', { type: 'button', class: 'link', onclick: () => reveal(span) }, said(span.name)),
            ' at ' + at(span.start) + ' ', said(attribute(span, 'error.type') || ''), span.error ? [': ', said(span.error)] : null));
        }
        return made.get(span.id);
      }));
    },
  };
}

function transcriptOf(call, choose) {
  const list = h('ol', { class: 'transcript' });
  const root = h('div', { class: 'scrolls said', tabindex: '0', role: 'region', 'aria-label': 'Transcript' }, list);
  const nothing = h('li', { class: 'names' });
  const made = new Map();
  let selected = null;

  function lineOf(turn, { id, who, at: start }) {
    if (!made.has(id)) {
      const words = h('span');
      made.set(id, { turn, draw: part(words), element: h('li', { class: who.toLowerCase() },
        h('button', { type: 'button', class: 'link', onclick: () => choose(turn.id) }, who + ' ' + at(start)), ' ', words) });
    }
    return made.get(id);
  }

  function mark() {
    for (const { turn, element } of made.values()) {
      if (turn.id === selected) {
        element.setAttribute('aria-current', 'true');
      }
      else {
        element.removeAttribute('aria-current');
      }
    }
  }

  return {
    root,
    draw() {
      const lines = call.turns.flatMap((turn) => utterances(turn).map((told) => {
        const line = lineOf(turn, told);
        line.draw([told.words, told.interrupted],
          () => [said(told.words), told.interrupted ? h('span', { class: 'names' }, ' interrupted') : null]);
        return line.element;
      }));
      nothing.textContent = call.content ? (call.row.live ? 'Nothing was said yet.' : 'Nothing was said.')
        : 'Nothing that was said is recorded or shown: voice.telemetry.content.capture is none.';
      arrange(list, lines.length ? lines : [nothing]);
      mark();
    },
    select(turn) {
      selected = turn;
      mark();
      const first = list.querySelector('[aria-current]');
      if (first) {
        root.scrollTop += first.getBoundingClientRect().top - root.getBoundingClientRect().top - root.clientHeight / 3;
      }
    },
  };
}

function usageTable(usage) {
  const columns = [['requests', 'Requests'], ['inputTokens', 'Tokens in'], ['cachedTokens', 'of them cached'],
    ['outputTokens', 'Tokens out'], ['reasoningTokens', 'of them reasoning'], ['characters', 'Characters'],
    ['ttsSeconds', 'Speech made, s'], ['sttSeconds', 'Speech heard, s']]
    .filter(([name]) => usage.some((row) => known(row[name])));
  return usage.length === 0 ? h('p', { class: 'names' }, 'No model was asked.')
    : h('table', {}, h('caption', { class: 'hidden' }, 'What the call has used, per model'),
      h('thead', {}, h('tr', {}, ['Kind', 'Provider', 'Model'].map((name) => h('th', { scope: 'col' }, name)),
        columns.map(([, name]) => h('th', { scope: 'col', class: 'number' }, name)))),
      h('tbody', {}, usage.map((row) => h('tr', {}, h('td', {}, row.kind), h('td', {}, said(row.provider || '–')),
        h('th', { scope: 'row' }, said(row.model || '–')),
        columns.map(([name]) => h('td', { class: 'number' }, number(row[name])))))));
}

function copy(value, button) {
  const done = (word) => {
    button.textContent = word;
    setTimeout(() => {
      button.textContent = 'Copy trace id';
    }, 2000);
  };
  // Pages that are not served over HTTPS have no clipboard.
  (navigator.clipboard ? navigator.clipboard.writeText(value) : Promise.reject(new Error('no clipboard')))
    .then(() => done('Copied'), () => window.prompt('The trace id', value));
}
