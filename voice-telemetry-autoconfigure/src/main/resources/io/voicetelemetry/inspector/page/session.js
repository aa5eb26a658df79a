// One call: its figures, its errors, who spoke when, its turns and what was said.

import { downloadAddress } from './api.js';
import { h, replace, said } from './dom.js';
import { at, clock, count, duration, known, number, seconds } from './format.js';
import { lanes } from './lanes.js';
import { chip } from './list.js';
import { utterances } from './model.js';
import { waterfall } from './stages.js';

/** Makes the view of a call, and gives what draws it. */
export function session(main, call) {
  const timeline = lanes((turn) => select(turn, true));
  const head = h('div', { class: 'head' });
  const errors = h('div');
  const turns = h('ol', { class: 'turns' });
  const transcript = h('ol', { class: 'transcript' });
  const outside = h('div');
  const usage = h('div');
  const made = new Map();
  let selected = null;
  let drawnOutside = '';

  replace(main, h('p', {}, h('a', { href: '#/' }, '← all calls')), head, errors, timeline.root,
    h('div', { class: 'columns' },
      h('section', { 'aria-labelledby': 'turns-title' }, h('h3', { id: 'turns-title' }, 'Turns'), legend(), turns),
      h('section', { 'aria-labelledby': 'transcript-title', class: 'beside' },
        h('h3', { id: 'transcript-title' }, 'Transcript'),
        h('div', { class: 'scrolls said', tabindex: '0', role: 'region', 'aria-label': 'Transcript' }, transcript))),
    h('section', { 'aria-labelledby': 'usage-title' }, h('h3', { id: 'usage-title' }, 'Usage'), usage),
    h('section', { 'aria-labelledby': 'outside-title' }, h('h3', { id: 'outside-title' }, 'Outside the turns'), outside));

  function draw() {
    const { row } = call;
    replace(head,
      h('h2', {}, said(row.id), ' ', chip(row.live ? 'live' : row.outcome)),
      h('dl', {}, facts(row).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
      h('p', { class: 'actions' },
        row.traceId ? h('button', { type: 'button', onclick: (event) => copy(row.traceId, event.target) }, 'Copy trace id') : null,
        h('a', { class: 'button', href: downloadAddress(call.key), download: '' }, 'Download OTLP/JSON')));
    replace(errors, call.errors.length ? h('section', { class: 'errors', 'aria-labelledby': 'errors-title' },
      h('h3', { id: 'errors-title' }, count(call.errors.length, 'error')),
      h('ul', {}, call.errors.map((span) => h('li', {},
        h('button', { type: 'button', class: 'link', onclick: () => reveal(span) }, said(span.name)), ' at ' + at(span.start) + ' ',
        said((span.attributes || {})['error.type'] || ''), span.error ? [': ', said(span.error)] : null)))) : null);
    timeline.draw(call);
    drawTurns();
    replace(usage, usageTable(call.usage));
    drawOutside();
    if (row.cut) {
      usage.append(h('p', { class: 'bad' }, count(row.cut, 'span') + ' of this call had no room here'));
    }
  }

  function facts(row) {
    return [['Agent', row.agent], ['Tenant', row.tenant], ['Room', row.room], ['User', row.user],
      ['Conversation', row.conversation], ['Ended by', row.reason], ['Trace', row.traceId]]
      .filter(([, value]) => known(value)).map(([name, value]) => [name, said(value)])
      .concat([['Start', clock(row.start)], ['Duration', row.live ? '…' : duration(row.duration)],
        ['Turns', number(row.turns)], ['Interruptions', number(row.interruptions)],
        ['Felt latency', seconds(row.latencyP50) + ' p50, ' + seconds(row.latencyP95) + ' p95'],
        ['Tokens', number(row.inputTokens) + ' in, ' + number(row.outputTokens) + ' out']]);
  }

  function drawTurns() {
    for (const turn of call.turns) {
      const signature = turn.spans.map((span) => span.until + '/' + span.open).join() + turn.tools.length;
      const old = made.get(turn.id);
      if (old && old.signature === signature && !turn.live) {
        continue;
      }
      const next = { signature, turn: turnElement(turn, old), lines: lineElements(turn) };
      if (old) {
        old.turn.replaceWith(next.turn);
        old.lines.forEach((line) => line.remove());
      }
      else {
        turns.append(next.turn);
      }
      const after = made.size && !old ? null : linesAfter(turn);
      next.lines.forEach((line) => transcript.insertBefore(line, after));
      made.set(turn.id, next);
    }
    if (!transcript.childElementCount) {
      transcript.append(h('li', { class: 'names', 'data-none': true },
        'Nothing that was said is recorded: voice.telemetry.content.capture is none.'));
    }
    else if (transcript.childElementCount > 1) {
      transcript.querySelector('[data-none]')?.remove();
    }
    select(selected, false);
  }

  function linesAfter(turn) {
    for (const later of call.turns.slice(turn.number)) {
      const line = made.get(later.id)?.lines[0];
      if (line) {
        return line;
      }
    }
    return null;
  }

  function turnElement(turn, old) {
    const details = h('details', { 'data-turn': turn.id, class: turn.failed ? 'failed' : null },
      h('summary', {},
        h('span', { class: 'title' }, 'Turn ' + turn.number + ' ', h('span', { class: 'names' }, at(turn.start)),
          turn.user ? null : h('span', { class: 'names' }, ' the agent begins'),
          turn.interrupted ? [' ', h('span', { class: 'chip cancelled' }, 'interrupted')] : null,
          turn.failed ? [' ', h('span', { class: 'chip error' }, 'error')] : null,
          turn.live ? [' ', chip('live')] : null,
          turn.tools.map((tool) => [' ', h('span', { class: 'chip tool' }, said((tool.attributes || {})['gen_ai.tool.name'] || tool.name))])),
        h('span', { class: 'felt' }, turn.felt !== undefined ? seconds(turn.felt) + ' felt' : ''),
        latencyBar(turn)));
    details.addEventListener('toggle', () => {
      if (details.open) {
        fill(details, turn);
        select(turn.id, false);
      }
    });
    if (old && old.turn.querySelector('details').open) {
      const open = [...old.turn.querySelectorAll('details[data-span][open]')].map((each) => each.dataset.span);
      fill(details, turn);
      details.open = true;
      details.querySelectorAll('details[data-span]').forEach((each) => {
        each.open = open.includes(each.dataset.span);
      });
    }
    return h('li', { 'data-item': turn.id }, details);
  }

  function fill(details, turn) {
    if (details.childElementCount === 1) {
      details.append(waterfall(turn.spans.flatMap((span) => call.tree(span)), turn.start, turn.end));
    }
  }

  function lineElements(turn) {
    return utterances(turn).map((line) => h('li', { class: line.who.toLowerCase(), 'data-line': turn.id },
      h('button', { type: 'button', class: 'link', onclick: () => select(turn.id, true) }, line.who + ' ' + at(line.at)), ' ',
      said(line.words), line.interrupted ? h('span', { class: 'names' }, ' interrupted') : null));
  }

  function select(id, reveal) {
    selected = id;
    timeline.select(id, reveal);
    let first = null;
    for (const line of transcript.querySelectorAll('[data-line]')) {
      const chosen = line.dataset.line === id;
      if (chosen) {
        line.setAttribute('aria-current', 'true');
        first = first || line;
      }
      else {
        line.removeAttribute('aria-current');
      }
    }
    if (first && id) {
      const box = transcript.parentElement;
      box.scrollTop += first.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
    }
    if (reveal) {
      const item = made.get(id)?.turn;
      item?.querySelector('details').setAttribute('open', '');
      item?.scrollIntoView({ block: 'nearest' });
    }
  }

  function reveal(span) {
    const turn = call.turns.find((each) => each.spans.some((top) => call.tree(top).some((below) => below.span === span)));
    const root = turn ? made.get(turn.id).turn : outside;
    if (turn) {
      fill(root.querySelector('details'), turn);
      select(turn.id, true);
    }
    const details = root.querySelector('details[data-span="' + span.id + '"]');
    details?.setAttribute('open', '');
    details?.scrollIntoView({ block: 'center' });
    details?.querySelector('summary').focus();
  }

  function drawOutside() {
    const stages = call.outside();
    const signature = stages.map(({ span }) => span.id + span.until).join();
    if (signature !== drawnOutside) {
      drawnOutside = signature;
      const open = [...outside.querySelectorAll('details[open]')].map((each) => each.dataset.span);
      replace(outside, waterfall(stages, 0, call.length));
      outside.querySelectorAll('details').forEach((each) => {
        each.open = open.includes(each.dataset.span);
      });
    }
  }

  draw();
  return { changed: draw };
}

function legend() {
  return h('p', { class: 'legend' }, ['transcription', 'endpointing', 'on_user_turn_completed', 'llm', 'first_sentence', 'tool',
    'tts', 'playout', 'other'].map((part) => [h('i', { class: 'part ' + part }), part.replaceAll('_', ' ') + ' ']));
}

export function latencyBar(turn) {
  if (!turn.parts.length) {
    return null;
  }
  const sum = turn.parts.reduce((all, part) => all + part.seconds, 0);
  const words = turn.parts.map((part) => part.name.replaceAll('_', ' ') + ' ' + seconds(part.seconds)).join(', ');
  return h('span', { class: 'stack', role: 'img', 'aria-label': words, title: words },
    turn.parts.map((part) => h('i', { class: 'part ' + part.name, style: { width: (part.seconds / sum * 100).toFixed(2) + '%' } })));
}

function usageTable(usage) {
  const columns = [['requests', 'Requests'], ['inputTokens', 'Tokens in'], ['cachedTokens', 'of them cached'],
    ['outputTokens', 'Tokens out'], ['reasoningTokens', 'of them reasoning'], ['characters', 'Characters'],
    ['ttsSeconds', 'Speech made, s'], ['sttSeconds', 'Speech heard, s']]
    .filter(([name]) => usage.some((row) => known(row[name])));
  return usage.length === 0 ? h('p', { class: 'names' }, 'No model was asked.')
    : h('div', { class: 'scrolls', tabindex: '0', role: 'region', 'aria-label': 'Usage' }, h('table', {},
      h('caption', { class: 'hidden' }, 'What the call has used, per model'),
      h('thead', {}, h('tr', {}, ['Kind', 'Provider', 'Model'].map((name) => h('th', { scope: 'col' }, name)),
        columns.map(([, name]) => h('th', { scope: 'col', class: 'number' }, name)))),
      h('tbody', {}, usage.map((row) => h('tr', {}, h('td', {}, row.kind), h('td', {}, said(row.provider || '–')),
        h('th', { scope: 'row' }, said(row.model || '–')),
        columns.map(([name]) => h('td', { class: 'number' }, number(row[name]))))))));
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
