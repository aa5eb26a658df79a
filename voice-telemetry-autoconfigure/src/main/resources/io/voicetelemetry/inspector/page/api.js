// What the server tells.

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
  return response.json();
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

/** The browser connects again by itself. */
function watch(onChange, onState) {
  const source = new EventSource('api/changes');
  source.addEventListener('changes', (event) => onChange(JSON.parse(event.data)));
  source.addEventListener('open', () => onState(true));
  source.addEventListener('error', () => onState(false));
}
