/** The number to call, and how soon. */

import { el } from "./dom.js";
import { say } from "./words.js";

export const link = (number, attributes = {}) =>
  el("a", { href: `tel:${number}`, ...attributes }, say("call", { number }));

/** The number to call, in a sentence that `renumber` finds again. */
export const numberLine = (contact) => el("p", { class: "your-number" }, ...inWords(contact));

/** Another region's number, wherever a part of the page says one in a sentence. */
export function renumber(within, contact) {
  for (const line of within.querySelectorAll(".your-number")) line.replaceChildren(...inWords(contact));
}

/** Whether two outcomes differ in nothing but whom to call. An emergency's number is its button, not a
 * sentence: it is another outcome. */
export function isSameButNumber(one, other) {
  if (!one || one.level === "emergency") return false;
  const apart = ({ advice: { contact, ...advice }, ...rest }) => JSON.stringify({ ...rest, advice });
  return apart(one) === apart(other);
}

/** The sentence with the link where it says `{call}`, and the note after it. */
function inWords(contact) {
  const [before, after] = say("your-number", { call: "\0" }).split("\0");
  return [before, link(contact.number), after, contact.note ? ` ${contact.note}` : ""];
}

/** "See a clinician first, within 14 days". */
export function howSoon(outcome, lang) {
  const level = say(outcome.level);
  const days = /^P(\d+)D$/.exec(outcome.time_frame ?? "");
  if (!days) return outcome.time_frame === "PT0S" ? `${level}: ${say("now")}` : level;
  const format = new Intl.NumberFormat(lang, { style: "unit", unit: "day", unitDisplay: "long" });
  const time = format.format(Number(days[1]));
  return `${level}: ${say(outcome.level === "self_care" ? "look-again" : "within", { time })}`;
}
