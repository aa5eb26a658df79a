// Figures for people. What is not known is a dash, and never 0.

const NUMBERS = new Intl.NumberFormat('en');

const UNKNOWN = '–';

export function known(value) {
  return value !== null && value !== undefined;
}

export function seconds(value) {
  return known(value) ? value.toFixed(3) + ' s' : UNKNOWN;
}

export function millis(value) {
  return known(value) ? (value >= 1000 ? (value / 1000).toFixed(2) + ' s' : Math.round(value) + ' ms') : UNKNOWN;
}

export function number(value) {
  return known(value) ? NUMBERS.format(Number.isInteger(value) ? value : Math.round(value * 10) / 10) : UNKNOWN;
}

export function duration(ms) {
  if (!known(ms)) {
    return UNKNOWN;
  }
  const whole = Math.floor(ms / 1000);
  return whole < 60 ? (ms / 1000).toFixed(1) + ' s'
    : Math.floor(whole / 60) + ':' + String(whole % 60).padStart(2, '0') + ' min';
}

/** Where in a call: 1:05.2 */
export function at(ms) {
  const tenths = Math.max(0, Math.round(ms / 100));
  return Math.floor(tenths / 600) + ':' + String(Math.floor(tenths / 10) % 60).padStart(2, '0') + '.' + tenths % 10;
}

export function clock(epochMillis) {
  if (!known(epochMillis)) {
    return UNKNOWN;
  }
  const date = new Date(epochMillis);
  const today = new Date().toDateString() === date.toDateString();
  return (today ? '' : date.toLocaleDateString() + ' ') + date.toLocaleTimeString();
}

export function count(n, one, many) {
  return number(n) + ' ' + (n === 1 ? one : many || one + 's');
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s"[\]{},:]+/g;

const MAX_INDENT = 40;

/** JSON is laid out, other text stays as it is. */
export function laidOut(value) {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) {
    return Array.isArray(value) ? value.join(', ') : String(value);
  }
  try {
    JSON.parse(value);
  }
  catch {
    return value;
  }
  return lines(value.match(TOKENS));
}

/** Numbers stay as they were written: those of JavaScript have 53 bits. */
function lines(tokens) {
  let text = '';
  let depth = 0;
  const line = () => '\n' + '  '.repeat(Math.min(depth, MAX_INDENT));
  tokens.forEach((token, i) => {
    if (token === '{' || token === '[') {
      depth++;
      text += token + (/^[}\]]$/.test(tokens[i + 1]) ? '' : line());
    }
    else if (token === '}' || token === ']') {
      depth--;
      text += (/^[{[]$/.test(tokens[i - 1]) ? '' : line()) + token;
    }
    else if (token === ',') {
      text += token + line();
    }
    else {
      text += token === ':' ? ': ' : token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token;
    }
  });
  return text;
}
