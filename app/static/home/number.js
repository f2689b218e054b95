/** The number to call, and how soon. */

import { el } from "./dom.js";
import { say } from "./words.js";

export const link = (number, attributes = {}) =>
  el("a", { href: `tel:${number}`, ...attributes }, say("call", { number }));

/** A text with the link where it says `{call}`, and the note after it. */
export function withLink(name, contact) {
  const [before, after] = say(name, { call: "\0" }).split("\0");
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
