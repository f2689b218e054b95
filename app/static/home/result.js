/** A finished result. The action first, then the warnings; an emergency is nothing else. No exercise
 * is made before every warning that asks for it is confirmed. */

import { el, fold } from "./dom.js";
import { howSoon, link, numberLine } from "./number.js";
import { behind } from "./reasons.js";
import { routine } from "./routine.js";
import { sources } from "./sources.js";
import { Shown, warningList } from "./warnings.js";
import { say } from "./words.js";

/**
 * @param {Interview} interview
 * @param {Library} library
 * @param {() => void} sharpen asks what may sharpen it.
 * @param {(message: string) => void} tell says something to who cannot see it.
 */
export function result(interview, library, sharpen, tell) {
  const { outcome, lang } = interview;
  const shown = new Shown();
  if (outcome.level === "emergency") {
    return el("div", { class: "result emergency" },
      action(outcome, lang, library),
      el("h3", {}, say("warnings-title")),
      warningList(shown.add(outcome.warnings), shown, library),
      disclaimer(outcome));
  }
  return el("div", { class: `result ${outcome.level}` },
    action(outcome, lang, library),
    ...doing(outcome, library, shown, tell),
    ...(library ? behind(interview, library) : []),
    disclaimer(outcome),
    interview.sharper.length ? sharper(interview.sharper.length, sharpen) : null);
}

/** With every result, whether or not the words for the rest are there. */
const disclaimer = (outcome) => el("p", { class: "disclaimer" }, outcome.disclaimer);

function action(outcome, lang, library) {
  const { title, text, contact, safety_net, citations } = outcome.advice;
  const emergency = outcome.level === "emergency";
  return el("div", { class: "action" },
    el("p", { class: "level" }, howSoon(outcome, lang)),
    el("h3", { tabindex: -1, id: "heading" }, title),
    el("p", { class: "advice" }, text),
    emergency
      ? el("p", { class: "call" }, link(contact.number, { class: "button alarm" }), " ", contact.note)
      : numberLine(contact),
    el("p", {}, safety_net),
    emergency ? null : sources(library, citations));
}

/** The warnings, and what they stand before. */
function doing(outcome, library, shown, tell) {
  // Without the exercises' words there is nothing to do yet, but every warning is there.
  if (!outcome.routines.length || !library) {
    return [
      el("h3", {}, say("warnings-title")),
      warningList(shown.add(outcome.warnings), shown, library),
      outcome.no_routine ? el("p", { class: "none" }, outcome.no_routine.text) : null,
    ];
  }
  const all = [...outcome.warnings, ...ofExercises(outcome).filter((w) => w.must_acknowledge)];
  const place = el("div", { class: "routines" });
  return [...gate(shown.add(all), shown, library, place, () => reveal(outcome, library, shown, place), tell), place];
}

function ofExercises(outcome) {
  return outcome.routines.flatMap((offered) => [
    ...offered.warnings,
    ...offered.phases.flatMap((phase) => phase.steps.flatMap((step) => step.warnings)),
  ]);
}

/** Warnings, most severe first, and a way on that opens once each of them is confirmed. */
function gate(warnings, shown, library, place, open, tell) {
  const waiting = new Set(warnings.filter((w) => w.must_acknowledge).map((w) => w.slug));
  const read = library.say("page-read");
  const left = el("p", { class: "soft", id: "left" });
  const button = el("button", { type: "button", class: "button", "aria-describedby": "left" }, say("show-routine"));
  const count = () => {
    const done = waiting.size === 0;
    left.textContent = done ? say("confirmed") : say("confirm-some", { read, n: warnings.length, left: waiting.size });
    button.setAttribute("aria-disabled", String(!done));
    if (!done) place.replaceChildren();
  };
  const confirm = (warning) =>
    warning.must_acknowledge
      ? el("label", { class: "option confirm" },
          el("input", { type: "checkbox", autocomplete: "off", change: (event) => {
            if (event.target.checked) waiting.delete(warning.slug);
            else waiting.add(warning.slug);
            count();
            tell(left.textContent);
          } }),
          el("span", {}, read))
      : null;
  button.addEventListener("click", () => {
    if (waiting.size) tell(left.textContent);
    else open();
  });
  count();
  return [
    el("h3", {}, say("warnings-title")),
    warningList(warnings, shown, library, confirm),
    el("div", { class: "gate" }, left, button),
  ];
}

/** The exercises. The first routine is open; each of the others opens on demand. */
function reveal(outcome, library, shown, place) {
  const heading = el("h3", { tabindex: -1 }, say("routines-title"));
  const many = outcome.routines.length > 1;
  const routines = outcome.routines.map((offered, index) =>
    fold(el("h4", {}, offered.name), routine(offered, library, shown), { class: "routine", open: index === 0 }));
  place.replaceChildren(
    heading,
    ...(many ? [el("p", { class: "soft" }, say("routines-many", { n: routines.length }))] : []),
    ...routines,
  );
  heading.focus();
}

function sharper(n, sharpen) {
  return el("div", { class: "sharper" },
    el("h3", {}, say("sharpen-title")),
    el("p", {}, say("sharpen-text", { n })),
    el("p", {}, el("button", { type: "button", class: "button quiet", click: sharpen }, say("sharpen"))));
}

