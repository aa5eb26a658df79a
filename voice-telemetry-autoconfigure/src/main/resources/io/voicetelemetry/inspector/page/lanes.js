// The call on one axis of time: who spoke when, where nobody did, where both did.

import { h, replace } from './dom.js';
import { at, count, seconds } from './format.js';
import { attribute, isError } from './model.js';

const STEPS = [100, 200, 500, 1000, 2000, 5000, 10000, 30000, 60000, 300000, 600000];

const MAX_ZOOM = 64;

const TICKS = 8;

/** Makes the lanes, and gives what draws them and what marks a turn. */
export function lanes(choose) {
  let zoom = 1;
  let session = null;
  let selected = null;
  const track = h('div', { class: 'track' });
  const view = h('div', { class: 'scrolls lanes', role: 'group', 'aria-label': 'Who spoke when', tabindex: '-1' }, track);
  const root = h('section', { 'aria-labelledby': 'lanes-title' },
    h('div', { class: 'bar' }, h('h3', { id: 'lanes-title' }, 'Timeline'),
      h('button', { type: 'button', onclick: () => setZoom(zoom / 2), 'aria-label': 'Zoom out' }, '−'),
      h('button', { type: 'button', onclick: () => setZoom(zoom * 2), 'aria-label': 'Zoom in' }, '+'),
      h('span', { class: 'legend' }, h('i', { class: 'user' }), 'caller ', h('i', { class: 'agent' }), 'agent ',
        h('i', { class: 'cut' }), 'interrupted ', h('i', { class: 'wait' }), 'caller waits')),
    view);

  track.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const bars = [...track.querySelectorAll('button')];
    const index = bars.indexOf(document.activeElement);
    const target = event.key === 'Home' ? bars[0] : event.key === 'End' ? bars[bars.length - 1] : step ? bars[index + step] : null;
    if (target && index >= 0) {
      event.preventDefault();
      moveTo(bars, target);
      target.focus();
    }
  });

  function moveTo(bars, target) {
    bars.forEach((bar) => bar.setAttribute('tabindex', bar === target ? '0' : '-1'));
  }

  function setZoom(next) {
    const middle = (view.scrollLeft + view.clientWidth / 2) / view.scrollWidth;
    zoom = Math.min(MAX_ZOOM, Math.max(1, next));
    track.style.width = zoom * 100 + '%';
    drawTicks();
    view.scrollLeft = middle * view.scrollWidth - view.clientWidth / 2;
  }

  const percent = (ms) => (ms / session.length * 100).toFixed(4) + '%';

  function drawTicks() {
    track.querySelectorAll('.tick').forEach((tick) => tick.remove());
    if (!session) {
      return;
    }
    const step = STEPS.find((each) => session.length / each <= TICKS * zoom) || STEPS[STEPS.length - 1];
    for (let ms = 0; ms <= session.length && ms / step < TICKS * MAX_ZOOM; ms += step) {
      track.append(h('span', { class: 'tick', 'aria-hidden': 'true', style: { left: percent(ms) } }, at(ms)));
    }
  }

  function bar(turn, span, lane, cut) {
    const who = lane === 'user' ? 'Caller' : 'Agent';
    const took = seconds((span.until - span.start) / 1000);
    return h('button', { type: 'button', class: 'spoke ' + lane + (cut ? ' cut' : '') + (isError(span) ? ' failed' : '')
        + (span.open ? ' open' : ''), 'data-turn': turn.id, tabindex: '-1',
      style: { left: percent(span.start), width: percent(span.until - span.start) },
      'aria-label': who + ' speaks at ' + at(span.start) + ' for ' + took + (cut ? ', interrupted' : ''),
      title: who + ', ' + at(span.start) + ', ' + took + (cut ? ', interrupted' : ''),
      onclick: () => choose(turn.id) });
  }

  function speakers(turn) {
    const bars = [];
    const said = turn.user ? session.childrenOf(turn.user).filter((span) => span.stage === 'user_speaking') : [];
    for (const span of said.length || !turn.user ? said : [turn.user]) {
      bars.push({ start: span.start, element: bar(turn, span, 'user', false) });
    }
    for (const reply of turn.replies) {
      const heard = session.childrenOf(reply).filter((span) => span.stage === 'agent_speaking');
      for (const span of heard) {
        bars.push({ start: span.start, element: bar(turn, span, 'agent', attribute(reply, 'voice.interrupted') === true) });
      }
    }
    return bars;
  }

  function waits(turn) {
    const said = turn.user ? session.childrenOf(turn.user).filter((span) => span.stage === 'user_speaking') : [];
    const from = Math.max(...said.map((span) => span.until));
    if (!said.length || turn.felt === undefined) {
      return null;
    }
    return h('span', { class: 'wait', 'aria-hidden': 'true',
      style: { left: percent(from), width: percent(turn.felt * 1000) } });
  }

  return {
    root,
    draw(next) {
      const focused = track.contains(document.activeElement) ? [...track.querySelectorAll('button')].indexOf(document.activeElement) : -1;
      session = next;
      const bars = session.turns.flatMap(speakers).sort((a, b) => a.start - b.start).map((each) => each.element);
      replace(track, h('span', { class: 'lane', 'aria-hidden': 'true' }, 'Caller'),
        h('span', { class: 'lane second', 'aria-hidden': 'true' }, 'Agent'), session.turns.map(waits), bars);
      drawTicks();
      this.select(selected);
      view.setAttribute('aria-label', 'Who spoke when: ' + count(bars.length, 'stretch of speech', 'stretches of speech'));
      if (focused >= 0) {
        bars[focused]?.focus();
      }
    },
    select(turn, reveal) {
      selected = turn;
      const bars = [...track.querySelectorAll('button')];
      let first = null;
      for (const each of bars) {
        const chosen = each.dataset.turn === turn;
        each.toggleAttribute('data-selected', chosen);
        first = first || (chosen ? each : null);
      }
      if (bars.length) {
        moveTo(bars, first || bars[0]);
      }
      if (first && reveal && zoom > 1) {
        view.scrollLeft = first.offsetLeft - view.clientWidth / 3;
      }
    },
  };
}
