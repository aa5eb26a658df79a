// The list of calls: found, filtered, chosen for comparison.

import { arrange, h, replace, said } from './dom.js';
import { clock, count, duration, known, number, seconds } from './format.js';

const OUTCOMES = ['success', 'error', 'cancelled', 'live'];

/** Makes the list, and gives what keeps it up to date. */
export function list(main, store) {
  const search = h('input', { id: 'search', type: 'search', autocomplete: 'off', spellcheck: 'false',
    placeholder: 'id, agent, tenant, room, trace …', oninput: draw });
  const outcome = h('select', { id: 'outcome', onchange: draw }, h('option', { value: '' }, 'all'),
    OUTCOMES.map((each) => h('option', { value: each }, each)));
  const troubled = h('input', { id: 'troubled', type: 'checkbox', onchange: draw });
  const compare = h('a', { class: 'button', id: 'compare', role: 'link', 'aria-disabled': 'true' }, 'Compare two calls');
  const body = h('tbody');
  const found = h('p', { class: 'found', role: 'status' });
  const rows = new Map();

  replace(main,
    h('form', { class: 'filters', role: 'search', onsubmit: (event) => event.preventDefault() },
      h('label', { for: 'search' }, 'Search'), search,
      h('label', { for: 'outcome' }, 'Outcome'), outcome,
      h('label', { class: 'check' }, troubled, ' with errors or interruptions'),
      compare),
    found,
    h('div', { class: 'scrolls', role: 'region', 'aria-label': 'Calls', tabindex: '0' },
      h('table', { class: 'sessions' },
        h('caption', { class: 'hidden' }, 'The last calls, the latest first'),
        h('thead', {}, h('tr', {}, ['', 'Session', 'Start', 'Duration', 'Turns', 'Outcome', 'Felt p50', 'Felt p95',
          'Tokens in', 'Tokens out', 'Errors'].map((name, i) => h('th', { scope: 'col', class: i > 2 && i !== 5 ? 'number' : null },
            name || h('span', { class: 'hidden' }, 'Compare'))))),
        body)));

  function draw() {
    const all = [...store.rows.values()].sort((a, b) => (b.start || 0) - (a.start || 0));
    const shown = all.filter(matches);
    // Only what has changed is made anew, so that neither focus nor selection is lost.
    const wanted = shown.map((row) => {
      const old = rows.get(row.key);
      if (old && old.row === row) {
        return old;
      }
      const element = old ? old.element : h('tr', { 'data-key': row.key });
      replace(element, cells(row));
      rows.set(row.key, { row, element });
      return rows.get(row.key);
    });
    arrange(body, wanted.map(({ element }) => element));
    for (const key of rows.keys()) {
      if (!store.rows.has(key)) {
        rows.delete(key);
      }
    }
    found.textContent = all.length === 0 ? 'No call yet. The list fills by itself.'
      : (shown.length === all.length ? count(all.length, 'call') : number(shown.length) + ' of ' + count(all.length, 'call'))
        + (store.forgotten ? ', ' + number(store.forgotten) + ' older forgotten' : '');
    drawCompare();
  }

  function matches(row) {
    const state = row.live ? 'live' : row.outcome;
    if (outcome.value && outcome.value !== state) {
      return false;
    }
    if (troubled.checked && !row.errors && !row.interruptions) {
      return false;
    }
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const text = [row.id, row.agent, row.tenant, row.room, row.user, row.conversation, row.traceId, row.reason, state]
      .filter(known).join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  }

  function cells(row) {
    const state = row.live ? 'live' : row.outcome;
    return [
      h('td', {}, h('input', { type: 'checkbox', 'aria-label': 'Compare ' + row.id, checked: store.chosen.has(row.key),
        'data-control': 'compare', onchange: (event) => choose(row.key, event.target) })),
      h('th', { scope: 'row' }, h('a', { href: '#/call/' + row.key, 'data-control': 'open' }, said(row.id)),
        h('span', { class: 'names' }, [row.agent, row.tenant, row.room].filter(known).map((name) => [' ', said(name)]))),
      h('td', {}, clock(row.start)),
      h('td', { class: 'number' }, row.live ? '…' : duration(row.duration)),
      h('td', { class: 'number' }, number(row.turns)),
      h('td', {}, chip(state), row.reason ? h('span', { class: 'names' }, ' ', said(row.reason)) : null),
      h('td', { class: 'number' }, seconds(row.latencyP50)),
      h('td', { class: 'number' }, seconds(row.latencyP95)),
      h('td', { class: 'number' }, number(row.inputTokens)),
      h('td', { class: 'number' }, number(row.outputTokens)),
      h('td', { class: 'number' + (row.errors ? ' bad' : '') }, number(row.errors))];
  }

  function choose(key, box) {
    if (box.checked) {
      store.chosen.add(key);
      if (store.chosen.size > 2) {
        const first = store.chosen.values().next().value;
        store.chosen.delete(first);
        const old = rows.get(first)?.element.querySelector('input');
        if (old) {
          old.checked = false;
        }
      }
    }
    else {
      store.chosen.delete(key);
    }
    drawCompare();
  }

  function drawCompare() {
    const ready = store.chosen.size === 2;
    compare.setAttribute('aria-disabled', String(!ready));
    if (ready) {
      compare.setAttribute('href', '#/compare/' + [...store.chosen].join('/'));
    }
    else {
      compare.removeAttribute('href');
    }
  }

  draw();
  return { changed: draw };
}

export function chip(state) {
  return state ? h('span', { class: 'chip ' + (/^[a-z]+$/.test(state) ? state : '') }, state) : null;
}
