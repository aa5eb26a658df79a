// Elements and text. Whatever was said or named by somebody goes through text(), and
// only text nodes are ever made of it.

const SYMBOLS = 0x2400;

/**
 * Characters that would reorder or hide what stands beside them, or that hide themselves.
 * Those that choose how the character before them looks are left where one of them does.
 */
const INVISIBLE = new RegExp('(?![\\t\\n]|(?<=\\p{Emoji})[\\ufe0e\\ufe0f]'
  + '|(?<=\\p{Script=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}])'
  + '[\\p{Cc}\\p{Default_Ignorable_Code_Point}\\u2028\\u2029\\ufff9-\\ufffb]', 'gu');

/** Text as it is, with what cannot be seen made visible. */
export function text(value) {
  return String(value).replace(INVISIBLE, (c) => {
    const code = c.codePointAt(0);
    return code < 0x20 ? String.fromCodePoint(SYMBOLS + code)
      : '[U+' + code.toString(16).toUpperCase().padStart(4, '0') + ']';
  });
}

/** An element: h('td', {class: 'number'}, 'text', otherElement). null and false are left out. */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    }
    else if (name === 'style') {
      style(element, value);
    }
    else {
      element.setAttribute(name, value === true ? '' : text(value));
    }
  }
  append(element, children);
  return element;
}

export function style(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    element.style.setProperty(name, value);
  }
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : document.createTextNode(text(child)));
    }
  }
}

/** What somebody said or named: kept apart from the direction of what stands around it. */
export function said(value, properties) {
  return h('bdi', { dir: 'auto', ...properties }, value);
}

/** Puts other children in the place of those that are there. The focus stays on the control of the same name. */
export function replace(element, ...children) {
  const control = element.contains(document.activeElement) ? document.activeElement.dataset.control : undefined;
  element.replaceChildren();
  append(element, children);
  if (control !== undefined) {
    [...element.querySelectorAll('[data-control]')].find((each) => each.dataset.control === control)
      ?.focus({ preventScroll: true });
  }
}

/** Makes elements the only children. Those that are there already are not touched, so that none loses the focus. */
export function arrange(parent, elements) {
  const wanted = new Set(elements);
  let at = parent.firstChild;
  const skip = () => {
    while (at && !wanted.has(at)) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  };
  for (const element of elements) {
    skip();
    if (element === at) {
      at = at.nextSibling;
    }
    else {
      parent.insertBefore(element, at);
    }
  }
  wanted.clear();
  skip();
}

/** What draws a part of the page, and leaves it alone if that shows nothing else than before. */
export function part(element) {
  let drawn;
  return (shown, make) => {
    const now = JSON.stringify(shown);
    if (now !== drawn) {
      drawn = now;
      replace(element, make());
    }
  };
}
