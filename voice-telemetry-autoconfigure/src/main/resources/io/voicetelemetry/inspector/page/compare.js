// Two calls beside each other.

import { h, part, replace, said } from './dom.js';
import { clock, duration, known, number, seconds } from './format.js';
import { PARTS } from './model.js';
import { chip } from './list.js';

/** Makes the comparison, and gives what draws it. */
export function compare(main, first, second) {
  const body = h('tbody');
  const drawBody = part(body);
  const heads = h('tr', {}, h('th', { scope: 'col' }, 'Figure'), [first, second].map((call) => h('th', { scope: 'col', class: 'number' },
    h('a', { href: '#/call/' + call.key }, said(call.row.id)))), h('th', { scope: 'col', class: 'number' }, 'Difference'));
  replace(main, h('p', {}, h('a', { href: '#/' }, '← all calls')), h('h2', {}, 'Two calls compared'),
    h('div', { class: 'scrolls', tabindex: '0', role: 'region', 'aria-label': 'Comparison' },
      h('table', { class: 'compared' }, h('caption', { class: 'hidden' }, 'Figures of two calls and their difference'),
        h('thead', {}, heads), body)));

  function draw() {
    const shown = rows().filter(({ values }) => values.some(known));
    drawBody(shown.map(({ name, values }) => [name, values]), () => shown.map(({ name, values, show, plain }) => h('tr', {},
      h('th', { scope: 'row' }, said(name)), values.map((value) => h('td', { class: 'number' }, known(value) ? show(value) : '–')),
      h('td', { class: 'number' }, !plain && values.every(known) ? difference(values[1] - values[0], show) : ''))));
  }

  function rows() {
    const of = (name, read, show, plain) => ({ name, values: [read(first), read(second)], show, plain });
    const models = new Set([first, second].flatMap((call) => call.usage.map(nameOf)));
    return [
      of('Outcome', (call) => (call.row.live ? 'live' : call.row.outcome), chip, true),
      of('Start', (call) => call.row.start, clock, true),
      of('Duration', (call) => call.row.duration, duration),
      of('Turns', (call) => call.row.turns, number),
      of('Felt latency, p50', (call) => call.row.latencyP50, seconds),
      of('Felt latency, p95', (call) => call.row.latencyP95, seconds),
      ...PARTS.map((part) => of('of it ' + part.replaceAll('_', ' ') + ', mean', (call) => mean(call, part), seconds)),
      of('Interruptions', (call) => call.row.interruptions, number),
      of('Errors', (call) => call.row.errors, number),
      of('Tool calls', (call) => call.ofStage('function_tool').length, number),
      of('Tokens in', (call) => call.row.inputTokens, number),
      of('Tokens out', (call) => call.row.outputTokens, number),
      ...[...models].map((model) => of('requests to ' + model, (call) => call.usage.find((row) => nameOf(row) === model)?.requests, number)),
    ];
  }

  draw();
  return { changed: draw };
}

function nameOf(row) {
  return row.model || row.provider || row.kind;
}

function mean(call, part) {
  const told = call.turns.filter((turn) => turn.parts.length);
  return told.length ? told.reduce((sum, turn) => sum + (turn.parts.find((each) => each.name === part)?.seconds || 0), 0) / told.length
    : undefined;
}

function difference(value, show) {
  return (value > 0 ? '+' : value < 0 ? '−' : '±') + show(Math.abs(value));
}
