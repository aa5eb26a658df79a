// The page: which view is shown, and what changes while it is.

import * as api from './api.js';
import { compare } from './compare.js';
import { h, replace } from './dom.js';
import { count } from './format.js';
import { list } from './list.js';
import { Session } from './model.js';
import { session } from './session.js';

/** A call that goes on changes all the time; so often it is asked for. */
const PAUSE = 500;

/** So long it is left alone when the server would not tell. */
const REST = 3000;

const main = document.getElementById('main');
const status = document.getElementById('status');
const store = { rows: new Map(), chosen: new Set(), forgotten: 0, connected: true };

/** What is shown: the calls that are looked at, and how to draw it. */
let shown = { calls: [], view: null };

async function show() {
  const [, kind, ...keys] = location.hash.split('/');
  const ofCalls = (kind === 'call' && keys.length === 1) || (kind === 'compare' && keys.length === 2);
  const mine = { calls: ofCalls ? keys.map((key) => new Session(key)) : [], view: null,
    asking: false, stale: false, timer: null, pause: 0 };
  clearTimeout(shown.timer);
  shown = mine;
  if (ofCalls) {
    mine.make = () => (kind === 'call' ? session : compare)(main, ...mine.calls);
    await follow(mine);
  }
  else {
    mine.view = list(main, store);
  }
  if (mine !== shown) {
    return;
  }
  // In a frame the focus is left to whoever works beside it.
  if (window.parent === window || document.hasFocus()) {
    main.focus({ preventScroll: true });
  }
  window.scrollTo(0, 0);
}

/** Asks for what is new in the calls that are shown: once at a time, and once more if something changed meanwhile. */
async function follow(mine) {
  mine.timer = null;
  mine.asking = true;
  mine.stale = false;
  let drawn = false;
  try {
    const answers = await Promise.all(mine.calls.map((call) => api.session(call.key, call.since)));
    if (mine === shown) {
      draw(mine, answers);
    }
    drawn = true;
  }
  catch (error) {
    if (mine === shown && !mine.view && !mine.failed) {
      mine.failed = true;
      replace(main, h('p', { class: 'bad', role: 'alert' }, 'This call could not be read: ' + error.message));
    }
  }
  mine.asking = false;
  if (mine === shown && (mine.stale || !drawn)) {
    soon(mine, drawn ? PAUSE : REST);
  }
}

function draw(mine, answers) {
  if (answers.includes(null)) {
    const focused = main.contains(document.activeElement);
    replace(main, h('p', { role: 'alert' }, 'This call is not kept any more. ', h('a', { href: '#/' }, 'All calls')));
    if (focused) {
      main.focus({ preventScroll: true });
    }
    shown = { calls: [], view: null };
    return;
  }
  mine.calls.forEach((call, i) => call.update(answers[i]));
  if (mine.view) {
    mine.view.changed();
  }
  else {
    mine.view = mine.make();
  }
}

function soon(mine, pause) {
  if (mine.asking) {
    mine.stale = true;
  }
  else if (mine.timer === null || pause < mine.pause) {
    clearTimeout(mine.timer);
    mine.pause = pause;
    mine.timer = setTimeout(() => follow(mine), pause);
  }
}

/** Takes what has changed, or all there is: then the server may be another than before. */
function changed({ sessions, forgotten, all }) {
  const gone = all ? new Set(store.rows.keys()) : new Set(forgotten);
  for (const row of sessions) {
    store.rows.set(row.key, row);
    gone.delete(row.key);
  }
  for (const key of gone) {
    store.forgotten += store.rows.delete(key) && !all ? 1 : 0;
    store.chosen.delete(key);
  }
  store.connected = true;
  tell();
  if (!shown.calls.length) {
    shown.view?.changed();
  }
  else if (all || shown.calls.some(({ key }) => gone.has(key) || sessions.some((row) => row.key === key))) {
    soon(shown, PAUSE);
  }
}

function tell() {
  const live = [...store.rows.values()].filter((row) => row.live).length;
  const words = !store.connected ? 'Not connected; trying again'
    : count(store.rows.size, 'call') + (live ? ', ' + live + ' live' : '');
  if (status.textContent !== words) {
    status.textContent = words;
  }
}

async function begin() {
  // What changes while all are asked for comes after them.
  let early = [];
  api.changes((changes) => (early ? early.push(changes) : changed(changes)), (connected) => {
    store.connected = connected;
    tell();
  });
  try {
    const all = await api.sessions();
    store.forgotten = all.forgotten;
    all.sessions.forEach((row) => store.rows.set(row.key, row));
  }
  catch {
    store.connected = false;
  }
  const waiting = early;
  early = null;
  // All there was then is less than what is known now.
  waiting.forEach((changes) => changed({ ...changes, all: false }));
  tell();
  window.addEventListener('hashchange', show);
  await show();
  // The frame after the next one begins when the next one was painted.
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('inspector-ready')));
}

begin();
