/** The request behind what is shown, to copy into a terminal, and its whole answer. */

import { by } from "./dom.js";

export function showWire(interview) {
  by("sent").firstElementChild.textContent = curl(interview);
  by("received").firstElementChild.textContent = JSON.stringify(interview.outcome, null, 2);
}

export function clearWire() {
  for (const id of ["sent", "received"]) by(id).firstElementChild.textContent = "";
}

/** Slugs, numbers and a version need no quoting within single quotes. */
function curl({ body, lang }) {
  return [
    `curl '${location.origin}/v1/triage?lang=${lang}' \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '${JSON.stringify(body, null, 1).replace(/\n\s*/g, " ")}'`,
  ].join("\n");
}
