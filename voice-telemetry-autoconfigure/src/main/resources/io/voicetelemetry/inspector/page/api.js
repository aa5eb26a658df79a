// What the server tells.

/** So long nobody connects who was turned away; then longer and longer. */
const MIN_PAUSE = 2000;

const MAX_PAUSE = 30000;

export async function sessions() {
  return get('api/sessions');
}

/** A session, or what is new in it; null if it is forgotten. */
export async function session(key, since) {
  return get('api/session?key=' + encodeURIComponent(key) + '&since=' + (since || 0));
}

export function downloadAddress(key) {
  return 'api/otlp?key=' + encodeURIComponent(key);
}

async function get(address) {
  const response = await fetch(address, { headers: { Accept: 'application/json' } });
  if (response.status === 404) {
    return null;
  }
  if (!response.ok) {
    throw new Error('The server answered ' + response.status);
  }
  return parse(await response.text());
}

/** Integers that would be rounded become text; browsers that don't tell how a number was written round them. */
function parse(json) {
  return /[[:,]-?\d{16}/.test(json)
    ? JSON.parse(json, (name, value, context) => (Number.isInteger(value) && !Number.isSafeInteger(value)
      ? context?.source ?? value : value))
    : JSON.parse(json);
}

/**
 * Tells what changes, as long as the page is open. Of all pages of a browser one is told and
 * tells the others: browsers have six connections to a server, and each page would keep one.
 */
export function changes(onChange, onState) {
  if (!navigator.locks) {
    watch(onChange, onState);
    return;
  }
  const name = 'changes of ' + new URL('.', location.href).pathname;
  const others = new BroadcastChannel(name);
  others.addEventListener('message', ({ data }) => (data.changes ? onChange(data.changes) : onState(data.connected)));
  // Kept until the page is closed; then another page has it.
  navigator.locks.request(name, () => new Promise(() => watch((changes) => {
    others.postMessage({ changes });
    onChange(changes);
  }, (connected) => {
    others.postMessage({ connected });
    onState(connected);
  })));
}

/** The browser connects again by itself, unless the server answered that it would not be connected. */
function watch(onChange, onState) {
  let pause = MIN_PAUSE;
  const connect = () => {
    const source = new EventSource('api/changes');
    source.addEventListener('changes', (event) => onChange(JSON.parse(event.data)));
    source.addEventListener('open', () => {
      pause = MIN_PAUSE;
      onState(true);
    });
    source.addEventListener('error', () => {
      onState(false);
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(connect, pause);
        pause = Math.min(2 * pause, MAX_PAUSE);
      }
    });
  };
  connect();
}
