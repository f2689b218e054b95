/** Warnings, numbered, most severe first, each in full once. */

import { el } from "./dom.js";
import { sources } from "./sources.js";

const SEVERITIES = ["emergency", "urgent", "important", "advice", "reassurance"];

/** Which warnings stand on the page, and under which number. */
export class Shown {
  #numbers;

  constructor(before = new Map()) {
    this.#numbers = new Map(before);
  }

  /** A copy to go on from: what one routine adds is not above the next. */
  copy() {
    return new Shown(this.#numbers);
  }

  /** Those of `warnings` that are not shown yet, which from now on are. */
  add(warnings) {
    const fresh = severeFirst(warnings).filter((warning) => !this.#numbers.has(warning.slug));
    for (const warning of fresh) this.#numbers.set(warning.slug, this.#numbers.size + 1);
    return fresh;
  }

  number(warning) {
    return this.#numbers.get(warning.slug);
  }
}

/** Each once; of equal severity in the order given. One of a severity that is new looks like an
 * emergency and stays where the answer has it: beside the one before it. */
function severeFirst(warnings) {
  const once = [...new Map(warnings.map((warning) => [warning.slug, warning])).values()];
  let rank = 0;
  const ranked = once.map((warning) => {
    const known = SEVERITIES.indexOf(warning.severity);
    rank = known < 0 ? rank : known;
    return { warning, rank };
  });
  return ranked.sort((one, other) => one.rank - other.rank).map(({ warning }) => warning);
}

/**
 * @param {object[]} warnings
 * @param {Shown} shown where they have their numbers.
 * @param {object | null} library null: not there yet, so without sources and in plain slugs.
 * @param {((warning: object) => Node | null)} [beside] what belongs to one.
 */
export function warningList(warnings, shown, library, beside = () => null) {
  if (!warnings.length) return null;
  const items = warnings.map((warning) =>
    el("li", { class: `warning ${warning.severity}` },
      el("span", { class: "nth" }, String(shown.number(warning))),
      el("p", {},
        el("span", { class: "severity" }, severity(warning, library)), " ",
        el("span", { class: "told" }, warning.text)),
      beside(warning),
      sources(library, warning.citations)),
  );
  return el("ol", { class: "warnings" }, ...items);
}

function severity(warning, library) {
  return library ? library.choice("severity", warning.severity) : warning.severity;
}
