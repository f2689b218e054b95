/** What is said when there is no answer: what is kept, and whom to call meanwhile. */

import { el } from "./dom.js";
import { say } from "./words.js";

/**
 * @param {Trouble} trouble
 * @param {number} kept how many answers are held. Of none, nothing is promised.
 * @param {(Node | string)[]} call the number, as a link where it is known.
 * @param {() => void} again
 */
export function failed(trouble, kept, call, again) {
  const detail = trouble.problem.detail;
  return el("div", { class: "trouble" },
    el("p", {}, el("strong", {}, say(trouble.kind), kept ? ` ${say("kept")}` : "")),
    detail ? el("p", {}, say("server-says", { detail })) : null,
    el("p", {}, say("emergency-meanwhile"), " ", ...call),
    el("p", {}, el("button", { type: "button", class: "button", click: again }, say("again"))));
}
