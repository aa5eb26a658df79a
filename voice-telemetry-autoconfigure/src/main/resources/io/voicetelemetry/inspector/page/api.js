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

/** Tells what changes, as long as the page is open. The browser connects again by itself. */
export function changes(onChange, onState) {
  const source = new EventSource('api/changes');
  source.addEventListener('changes', (event) => onChange(JSON.parse(event.data)));
  source.addEventListener('open', () => onState(true));
  source.addEventListener('error', () => onState(false));
}
