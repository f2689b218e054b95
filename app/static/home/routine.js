/** A routine as it was adapted to the answers: its warnings, what was changed, every step, and when
 * to stop. */

import { el, list } from "./dom.js";
import { dose } from "./dose.js";
import { drawing } from "./figure.js";
import { sources } from "./sources.js";
import { warningList } from "./warnings.js";
import { say } from "./words.js";

/** @param {Shown} above the warnings that stand above it already. */
export function routine(offered, library, above) {
  const shown = above.copy();
  const own = shown.add([...offered.warnings, ...ofSeveral(offered)]);
  const { duration_s, days_per_week, equipment } = offered;
  const minutes = library.count("minutes", Math.max(1, Math.round(duration_s / 60)));
  const days = library.count("days", days_per_week);
  const things = equipment.map((slug) => library.say(slug)).join(", ");
  let number = 0;
  const phases = offered.phases.flatMap((phase) => [
    el("h5", { class: "phase" }, library.choice("phase", phase.slug)),
    el("ol", { class: "steps" },
      ...phase.steps.map((one) => step(one, library, shown, ++number))),
  ]);
  return [
    list("ul", offered.why, { class: "plain" }),
    el("p", { class: "label" }, say("time-and-days", { minutes, days }),
      things ? `. ${say("needs", { things })}` : ""),
    warningList(own, shown, library),
    changed(offered.adapted, library),
    ...phases,
    stops(offered.stop_rules, library),
    sources(library, offered.citations),
  ];
}

/** What more than one step warns of: it stands in full once, above them. */
function ofSeveral(offered) {
  const all = offered.phases.flatMap((phase) => phase.steps.flatMap((one) => one.warnings));
  const times = new Map();
  for (const { slug } of all) times.set(slug, (times.get(slug) ?? 0) + 1);
  return all.filter(({ slug }) => times.get(slug) > 1);
}

function changed(adapted, library) {
  if (!adapted.length) return null;
  const name = (slug) => library.exercise(slug).name;
  const items = adapted.map(({ exercise, replaced_by, because }) =>
    replaced_by
      ? say("replaced", { exercise: name(exercise), other: name(replaced_by), because })
      : say("left-out", { exercise: name(exercise), because }),
  );
  return el("div", { class: "changed" }, el("h5", {}, say("changed-title")), list("ul", items));
}

function step(one, library, shown, number) {
  const exercise = library.exercise(one.exercise);
  // In full only where it is not above yet; else its number, so that no step is without it.
  const above = one.warnings.map((warning) => shown.number(warning)).filter(Boolean);
  const here = shown.copy();
  const own = here.add(one.warnings);
  return el(
    "li",
    { class: "step" },
    el("div", { class: "step-head" },
      el("h6", {}, `${number}. ${one.name}`),
      el("p", { class: "dose" }, dose(one, exercise, library))),
    drawing(exercise.figure, library),
    el("div", { class: "step-words" },
      above.length ? el("p", { class: "soft" }, seeAbove(above, library)) : null,
      warningList(own, here, library),
      list("ol", exercise.steps),
      list("ul", exercise.cautions.map((caution) => caution.text), { class: "cautions" }),
      sources(library, exercise.steps_citations)),
  );
}

function seeAbove(numbers, library) {
  const sorted = [...numbers].sort((one, other) => one - other).join(", ");
  return library.say(numbers.length === 1 ? "page-see-one" : "page-see-many", { numbers: sorted });
}

/** An emergency first, the others as they come. */
function stops(rules, library) {
  const first = rules.filter((rule) => rule.action === "emergency");
  const rest = rules.filter((rule) => rule.action !== "emergency");
  return el("div", { class: "stops" },
    el("h5", {}, say("stop-title")),
    list("ul", [...first, ...rest].map((rule) => rule.text)),
    sources(library, ...rules.map((rule) => rule.citations)));
}
