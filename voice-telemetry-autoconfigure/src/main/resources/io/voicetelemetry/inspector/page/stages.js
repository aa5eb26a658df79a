// Turns of a call with their latency, and their stages as a waterfall; each can be opened,
// stages to their attributes and events.

import { arrange, h, part, replace, said, style } from './dom.js';
import { at, laidOut, millis, number, seconds } from './format.js';
import { attribute, isError, outcome } from './model.js';
import { chip } from './list.js';

const CONTENT = ['gen_ai.tool.call.arguments', 'gen_ai.tool.call.result'];

/** Makes a turn, and gives what draws it and what opens it. */
export function turnItem(call, chosen) {
  const summary = h('summary');
  const details = h('details', {}, summary);
  const drawSummary = part(summary);
  const stages = waterfall();
  let turn = null;

  function fill() {
    if (!stages.root.parentNode) {
      details.append(stages.root);
    }
    stages.draw(turn.spans.flatMap((span) => call.tree(span)), turn.start, turn.end);
  }

  details.addEventListener('toggle', () => {
    if (details.open) {
      fill();
      chosen(turn.id);
    }
  });

  return {
    element: h('li', {}, details),
    draw(next) {
      turn = next;
      const tools = turn.tools.map((tool) => attribute(tool, 'gen_ai.tool.name') || tool.name);
      details.dataset.turn = turn.id;
      details.classList.toggle('failed', turn.failed);
      drawSummary([turn.number, turn.start, !turn.user, turn.interrupted, turn.failed, turn.live, turn.felt, turn.parts, tools],
        () => [titleOf(turn, tools), h('span', { class: 'felt' }, turn.felt !== undefined ? seconds(turn.felt) + ' felt' : ''),
          latencyBar(turn)]);
      // What nobody opens is not made.
      if (stages.root.parentNode) {
        fill();
      }
    },
    /** Opens the turn, and gives it or a stage of it. */
    open(span) {
      details.open = true;
      fill();
      return span ? stages.find(span) : details;
    },
  };
}

function titleOf(turn, tools) {
  return h('span', { class: 'title' }, 'Turn ' + turn.number + ' ', h('span', { class: 'names' }, at(turn.start)),
    turn.user ? null : h('span', { class: 'names' }, ' the agent begins'),
    turn.interrupted ? [' ', h('span', { class: 'chip cancelled' }, 'interrupted')] : null,
    turn.failed ? [' ', h('span', { class: 'chip error' }, 'error')] : null,
    turn.live ? [' ', chip('live')] : null,
    tools.map((name) => [' ', h('span', { class: 'chip tool' }, said(name))]));
}

export function legend() {
  return h('p', { class: 'legend' }, ['transcription', 'endpointing', 'on_user_turn_completed', 'llm', 'first_sentence', 'tool',
    'tts', 'playout', 'other'].map((name) => [h('i', { class: 'part ' + name }), name.replaceAll('_', ' ') + ' ']));
}

function latencyBar(turn) {
  if (!turn.parts.length) {
    return null;
  }
  const sum = turn.parts.reduce((all, each) => all + each.seconds, 0);
  const words = turn.parts.map((each) => each.name.replaceAll('_', ' ') + ' ' + seconds(each.seconds)).join(', ');
  return h('span', { class: 'stack', role: 'img', 'aria-label': words, title: words },
    turn.parts.map((each) => h('i', { class: 'part ' + each.name, style: { width: (each.seconds / sum * 100).toFixed(2) + '%' } })));
}

/** Makes a list of stages with how deep each is, on an axis of their own, and gives what draws it. */
export function waterfall() {
  const root = h('ul', { class: 'stages' });
  const made = new Map();
  return {
    root,
    draw(stages, start, end) {
      arrange(root, stages.map(({ span, depth }) => {
        if (!made.has(span.id)) {
          made.set(span.id, stageItem(span));
        }
        const item = made.get(span.id);
        item.draw(span, depth, start, Math.max(1, end - start));
        return item.element;
      }));
    },
    find: (span) => made.get(span.id)?.element.firstChild,
  };
}

function stageItem({ id }) {
  const bar = h('i');
  const facts = h('span', { class: 'figures' });
  const took = h('span', { class: 'took' });
  const title = h('span', { class: 'stage' });
  const summary = h('summary', {}, title, facts, h('span', { class: 'axis', 'aria-hidden': 'true' }, bar), took);
  const details = h('details', { 'data-span': id }, summary);
  const inside = h('div', { class: 'body' });
  // Others name their spans when they end.
  const drawTitle = part(title);
  const drawFacts = part(facts);
  const drawTook = part(took);
  const drawInside = part(inside);
  let span = null;

  // What nobody opens is not made.
  function fill() {
    if (!inside.parentNode) {
      details.append(inside);
    }
    drawInside([span.attributes, span.events, span.links, span.error], () => body(span));
  }

  details.addEventListener('toggle', () => details.open && fill());

  return {
    element: h('li', {}, details),
    draw(next, depth, start, length) {
      style(summary, { '--depth': String(Math.min(depth, 8)) });
      style(bar, { left: ((next.start - start) / length * 100).toFixed(3) + '%',
        width: ((next.until - next.start) / length * 100).toFixed(3) + '%' });
      if (next === span) {
        return;
      }
      span = next;
      details.classList.toggle('failed', isError(span));
      bar.className = 'span ' + kind(span);
      drawTitle([span.name, span.stage], () => [said(span.name),
        span.stage && span.stage !== span.name ? h('span', { class: 'names' }, ' ' + span.stage) : null]);
      drawFacts([span.open, span.attributes], () => figures(span));
      drawTook(span.open || span.until, () => (span.open ? 'open' : millis(span.until - span.start)));
      if (inside.parentNode) {
        fill();
      }
    },
  };
}

function kind(span) {
  return !span.stage ? 'other' : /^(user|eou|stt|on_user)/.test(span.stage) ? 'user'
    : /^llm|^realtime/.test(span.stage) ? 'llm' : /^tts/.test(span.stage) ? 'tts'
      : span.stage === 'function_tool' ? 'tool' : span.stage === 'agent_speaking' ? 'agent' : 'other';
}

function figures(span) {
  const of = (name) => attribute(span, name);
  const first = of('gen_ai.response.time_to_first_chunk') ?? of('voice.tts.time_to_first_byte');
  const parts = [
    of('gen_ai.tool.name'), of('gen_ai.response.model') || of('gen_ai.request.model'),
    first !== undefined ? 'first after ' + seconds(first) : undefined,
    of('gen_ai.usage.input_tokens') !== undefined ? number(of('gen_ai.usage.input_tokens')) + ' in' : undefined,
    of('gen_ai.usage.output_tokens') !== undefined ? number(of('gen_ai.usage.output_tokens')) + ' out' : undefined,
    of('voice.tts.characters') !== undefined ? number(of('voice.tts.characters')) + ' characters' : undefined,
  ].filter((part) => part !== undefined);
  const state = outcome(span);
  return [state && state !== 'success' ? [chip(state), ' '] : null, parts.map((part, i) => [i ? ', ' : '', said(part)])];
}

function body(span) {
  const attributes = Object.entries(span.attributes || {});
  return [
    span.error ? h('p', { class: 'bad' }, said(span.error)) : null,
    CONTENT.filter((name) => attribute(span, name) !== undefined)
      .map((name) => [h('h5', {}, name.endsWith('arguments') ? 'Arguments' : 'Result'), block(name, attribute(span, name))]),
    attributes.length ? table('Attributes of ' + span.name, attributes.filter(([name]) => !CONTENT.includes(name))) : null,
    (span.events || []).map((event, i) => [
      h('h5', {}, said(event.name), h('span', { class: 'names' }, ' after ' + millis(event.at - span.start))),
      table('Attributes of the event ' + event.name, Object.entries(event.attributes), i + ' ')]),
    h('p', { class: 'names' }, 'span ' + span.id + ', trace ' + span.trace + ', by ', said(span.scope),
      (span.links || []).map((link) => ', linked to ' + link.trace + '/' + link.span))];
}

function table(caption, entries, prefix = '') {
  return h('table', { class: 'attributes' }, h('caption', { class: 'hidden' }, caption),
    h('tbody', {}, entries.map(([name, value]) => h('tr', {}, h('th', { scope: 'row' }, said(name)),
      h('td', {}, block(prefix + name, value))))));
}

function block(control, value) {
  const shown = laidOut(value);
  return shown.includes('\n') || shown.length > 200
    ? h('pre', { dir: 'auto', tabindex: '0', 'data-control': control }, shown) : said(shown);
}
