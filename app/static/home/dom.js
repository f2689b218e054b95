/** Elements, made of values and never of markup: what the API says is text. */

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `class` and the like; a function listens to the
 *   event of that name; true is an attribute without a value; false, null and undefined are none.
 * @param {...(Node | string | null | false)} children null and false are left out.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

/** A list with one item a child; null when there is none. */
export function list(tag, items, attributes = {}) {
  return items.length ? el(tag, attributes, ...items.map((item) => el("li", {}, item))) : null;
}

/** What opens on demand; null when there is nothing in it. */
export function fold(title, content, attributes = {}) {
  const parts = [content].flat().filter(Boolean);
  return parts.length ? el("details", attributes, el("summary", {}, title), ...parts) : null;
}

export const by = (id) => document.getElementById(id);
