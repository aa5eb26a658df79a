// Stages of a call as a waterfall; each can be opened to its attributes and events.

import { h, said } from './dom.js';
import { laidOut, millis, number, seconds } from './format.js';
import { attribute, isError, outcome } from './model.js';
import { chip } from './list.js';

const CONTENT = ['gen_ai.tool.call.arguments', 'gen_ai.tool.call.result'];

/** Stages with how deep each is, on an axis of their own. */
export function waterfall(stages, start, end) {
  const length = Math.max(1, end - start);
  return h('ul', { class: 'stages' }, stages.map(({ span, depth }) => {
    const details = h('details', { class: isError(span) ? 'failed' : null, 'data-span': span.id },
      h('summary', { style: { '--depth': String(Math.min(depth, 8)) } },
        h('span', { class: 'stage' }, said(span.name), span.stage && span.stage !== span.name
          ? h('span', { class: 'names' }, ' ' + span.stage) : null),
        h('span', { class: 'figures' }, figures(span)),
        h('span', { class: 'axis', 'aria-hidden': 'true' }, h('i', { class: 'span ' + kind(span),
          style: { left: ((span.start - start) / length * 100).toFixed(3) + '%',
            width: ((span.until - span.start) / length * 100).toFixed(3) + '%' } })),
        h('span', { class: 'took' }, span.open ? 'open' : millis(span.until - span.start))));
    // What nobody opens is not made.
    details.addEventListener('toggle', () => {
      if (details.open && details.childElementCount === 1) {
        details.append(body(span));
      }
    });
    return h('li', {}, details);
  }));
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
  return h('div', { class: 'body' },
    span.error ? h('p', { class: 'bad' }, said(span.error)) : null,
    CONTENT.filter((name) => attribute(span, name) !== undefined)
      .map((name) => [h('h5', {}, name.endsWith('arguments') ? 'Arguments' : 'Result'), block(attribute(span, name))]),
    attributes.length ? table('Attributes of ' + span.name, attributes.filter(([name]) => !CONTENT.includes(name))) : null,
    (span.events || []).map((event) => [
      h('h5', {}, said(event.name), h('span', { class: 'names' }, ' after ' + millis(event.at - span.start))),
      table('Attributes of the event ' + event.name, Object.entries(event.attributes))]),
    h('p', { class: 'names' }, 'span ' + span.id + ', trace ' + span.trace + ', by ', said(span.scope),
      (span.links || []).map((link) => ', linked to ' + link.trace + '/' + link.span)));
}

function table(caption, entries) {
  return h('table', { class: 'attributes' }, h('caption', { class: 'hidden' }, caption),
    h('tbody', {}, entries.map(([name, value]) => h('tr', {}, h('th', { scope: 'row' }, said(name)), h('td', {}, block(value))))));
}

function block(value) {
  const shown = laidOut(value);
  return shown.includes('\n') || shown.length > 200
    ? h('pre', { dir: 'auto', tabindex: '0' }, shown) : said(shown);
}
