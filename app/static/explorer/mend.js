/** What Swagger UI 5.35 leaves out, put in after it has drawn: names of controls, levels of
 * headings, a way to scroll by keyboard. What is there already is left alone. */

const LEVELS = { H3: 2, H4: 3, H5: 4 };
const REGIONS = { ".information-container": "About this API", ".scheme-container": "Server" };

export function mend(root) {
  for (const control of root.querySelectorAll("input, select, textarea")) name(control);
  for (const heading of root.querySelectorAll("main :is(h3, h4, h5)")) {
    set(heading, "aria-level", LEVELS[heading.tagName]);
    set(heading, "role", "heading");
  }
  for (const box of root.querySelectorAll("pre, .parameters-container, .table-container")) {
    set(box, "tabindex", box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight ? 0 : null);
  }
  for (const [selector, called] of Object.entries(REGIONS)) {
    const box = root.querySelector(selector);
    if (box) set(set(box, "role", "region"), "aria-label", called);
  }
  // A table that says it is a region is no table any more; its rows are still said as they come.
  for (const table of root.querySelectorAll('table[role="region"]')) table.removeAttribute("role");
  // A name on what has no role is said by nobody; the button within has it.
  for (const box of root.querySelectorAll("div[aria-label]:not([role])")) box.removeAttribute("aria-label");
}

/** A control that has no name is called as its parameter is. */
function name(control) {
  if (control.labels?.length && control.labels[0].textContent.trim() && control.id !== "servers") return;
  if (control.getAttribute("aria-label") || control.getAttribute("aria-labelledby")) return;
  const row = control.closest("tr[data-param-name]");
  if (row) set(control, "aria-label", `${row.dataset.paramName} (${row.dataset.paramIn})`);
  else if (control.matches(".examples-select-element")) set(control, "aria-label", "Example");
  else if (control.id === "servers") set(control, "aria-label", "Server");
  else if (control.closest(".opblock-section-request-body")) set(control, "aria-label", "Request body");
  else set(control, "aria-label", control.placeholder || "Choice");
}

function set(element, attribute, value) {
  if (value === null) element.removeAttribute(attribute);
  else if (element.getAttribute(attribute) !== String(value)) element.setAttribute(attribute, value);
  return element;
}
