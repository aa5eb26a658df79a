// Elements and text. Whatever was said or named by somebody goes through text(), and
// only text nodes are ever made of it.

const SYMBOLS = 0x2400;

/** Characters that would reorder or hide what stands beside them. */
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

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
      for (const [key, each] of Object.entries(value)) {
        element.style.setProperty(key, each);
      }
    }
    else {
      element.setAttribute(name, value === true ? '' : text(value));
    }
  }
  append(element, children);
  return element;
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

/** Puts other children in the place of those that are there. */
export function replace(element, ...children) {
  element.replaceChildren();
  append(element, children);
}
