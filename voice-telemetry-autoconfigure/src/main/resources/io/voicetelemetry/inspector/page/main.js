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

const main = document.getElementById('main');
const status = document.getElementById('status');
const store = { rows: new Map(), chosen: new Set(), forgotten: 0, connected: true };
let view = null;
let calls = [];
let visit = 0;
let timer = null;

async function show() {
  const mine = ++visit;
  const [, kind, ...keys] = location.hash.split('/');
  calls = [];
  view = null;
  try {
    if ((kind === 'call' && keys.length === 1) || (kind === 'compare' && keys.length === 2)) {
      const wanted = keys.map((key) => new Session(key));
      const found = await Promise.all(wanted.map(refresh));
      if (mine !== visit) {
        return;
      }
      if (!found.every(Boolean)) {
        replace(main, h('p', {}, 'This call is not kept any more. ', h('a', { href: '#/' }, 'All calls')));
        return;
      }
      calls = wanted;
      view = kind === 'call' ? session(main, wanted[0]) : compare(main, ...wanted);
    }
    else {
      view = list(main, store);
    }
  }
  catch (error) {
    replace(main, h('p', { class: 'bad', role: 'alert' }, 'This call could not be read: ' + error.message));
  }
  // In a frame the focus is left to whoever works beside it.
  if (window.parent === window || document.hasFocus()) {
    main.focus({ preventScroll: true });
  }
  window.scrollTo(0, 0);
  performance.mark('inspector-shown');
}

async function refresh(call) {
  const details = await api.session(call.key, call.since);
  if (details) {
    call.update(details);
  }
  return details !== null;
}

function changed({ sessions, forgotten }) {
  for (const row of sessions) {
    store.rows.set(row.key, row);
  }
  for (const key of forgotten) {
    store.rows.delete(key);
    store.forgotten++;
  }
  tell();
  if (!calls.length) {
    view?.changed();
  }
  else if (sessions.some((row) => calls.some((call) => call.key === row.key)) && timer === null) {
    timer = setTimeout(follow, PAUSE);
  }
}

async function follow() {
  timer = null;
  const mine = visit;
  try {
    await Promise.all(calls.map(refresh));
    if (mine === visit) {
      view?.changed();
    }
  }
  catch {
    // The server is asked again with the next change.
    tell();
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
  try {
    const all = await api.sessions();
    store.forgotten = all.forgotten;
    all.sessions.forEach((row) => store.rows.set(row.key, row));
  }
  catch {
    store.connected = false;
  }
  tell();
  await show();
  window.addEventListener('hashchange', show);
  api.changes(changed, (connected) => {
    store.connected = connected;
    tell();
  });
  performance.mark('inspector-ready');
}

begin();
