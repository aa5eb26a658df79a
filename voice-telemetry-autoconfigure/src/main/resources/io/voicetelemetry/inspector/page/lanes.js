// The call on one axis of time: who spoke when, where nobody did, where both did.

import { arrange, h, style } from './dom.js';
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
  // One bar can be reached by the tab key, the others from it.
  let stop = null;
  let ticks = [];
  const made = new Map();
  const names = [h('span', { class: 'lane', 'aria-hidden': 'true' }, 'Caller'),
    h('span', { class: 'lane second', 'aria-hidden': 'true' }, 'Agent')];
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
      stopAt(target);
      target.focus();
    }
  });

  function stopAt(target) {
    stop = target;
    made.forEach((bar) => bar.setAttribute('tabindex', bar === target ? '0' : '-1'));
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
    ticks.forEach((tick) => tick.remove());
    ticks = [];
    const step = STEPS.find((each) => session.length / each <= TICKS * zoom) || STEPS[STEPS.length - 1];
    for (let ms = 0; ms <= session.length && ms / step < TICKS * MAX_ZOOM; ms += step) {
      ticks.push(h('span', { class: 'tick', 'aria-hidden': 'true', style: { left: percent(ms) } }, at(ms)));
    }
    track.append(...ticks);
  }

  function bar(turn, span, lane, cut, key = span.id) {
    const who = lane === 'user' ? 'Caller' : 'Agent';
    const took = seconds((span.until - span.start) / 1000);
    if (!made.has(key)) {
      made.set(key, h('button', { type: 'button', tabindex: '-1', onclick: ({ target }) => choose(target.dataset.turn) }));
    }
    const button = made.get(key);
    button.className = 'spoke ' + lane + (cut ? ' cut' : '') + (isError(span) ? ' failed' : '') + (span.open ? ' open' : '');
    button.dataset.turn = turn.id;
    button.title = who + ', ' + at(span.start) + ', ' + took + (cut ? ', interrupted' : '');
    button.setAttribute('aria-label', who + ' speaks at ' + at(span.start) + ' for ' + took + (cut ? ', interrupted' : ''));
    button.toggleAttribute('data-selected', turn.id === selected);
    style(button, { left: percent(span.start), width: percent(span.until - span.start) });
    return button;
  }

  function speakers(turn) {
    const bars = [];
    const said = turn.user ? session.childrenOf(turn.user).filter((span) => span.stage === 'user_speaking') : [];
    (said.length || !turn.user ? said : [turn.user]).forEach((span, i) => {
      // The first one is there before it is known when the caller spoke.
      bars.push({ start: span.start, element: bar(turn, span, 'user', false, i ? span.id : turn.user.id) });
    });
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
      session = next;
      const bars = session.turns.flatMap(speakers).sort((a, b) => a.start - b.start).map((each) => each.element);
      arrange(track, [...names, ...session.turns.map(waits).filter(Boolean), ...bars]);
      drawTicks();
      if (bars.length && !bars.includes(stop)) {
        stopAt(bars[0]);
      }
      view.setAttribute('aria-label', 'Who spoke when: ' + count(bars.length, 'stretch of speech', 'stretches of speech'));
    },
    select(turn, reveal) {
      selected = turn;
      let first = null;
      for (const each of track.querySelectorAll('button')) {
        const chosen = each.dataset.turn === turn;
        each.toggleAttribute('data-selected', chosen);
        first = first || (chosen ? each : null);
      }
      if (first && stop.dataset.turn !== turn) {
        stopAt(first);
      }
      if (first && reveal && zoom > 1) {
        view.scrollLeft = first.offsetLeft - view.clientWidth / 3;
      }
    },
  };
}
