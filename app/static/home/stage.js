/** The one place where a question, a result or a trouble stands, with where we are in it. */

import { by, el, fold } from "./dom.js";
import { numberLine } from "./number.js";
import { questionForm } from "./question.js";
import { said } from "./reasons.js";
import { result } from "./result.js";
import { Shown, warningList } from "./warnings.js";
import { say } from "./words.js";

let withheld = [];

/**
 * Shows what the interview stands at.
 * @param {Interview} interview
 * @param {Library | null} library
 * @param {Record<string, (...given: unknown[]) => void>} acts what the buttons do: `answer`, `back`,
 *   `pass`, `finish`, `over`, `revisit`, `sharpen`.
 */
export function show(interview, library, acts) {
  const slug = interview.current;
  withheld = [];
  by("stage").replaceChildren(
    ...(slug ? asking(slug, interview, library, acts) : finished(interview, library, acts)),
  );
  progress(interview, slug);
}

/** Takes everything away. */
export function clear() {
  withheld = [];
  by("stage").replaceChildren();
  by("progress").textContent = "";
  tell("");
}

/** Takes the exercises, and the way to them, off the page; the warnings stay. */
export function withhold() {
  for (const taken of by("stage").querySelectorAll(".gate, .routines")) {
    const place = el("div", { hidden: true });
    taken.replaceWith(place);
    withheld.push({ taken, place });
  }
}

/** Puts back what was withheld, as it was. */
export function giveBack() {
  for (const { taken, place } of withheld) place.replaceWith(taken);
  withheld = [];
}

/** Moves the focus to where reading goes on, and says what came. */
export function announce(interview) {
  const { current, outcome } = interview;
  const { title } = outcome.advice;
  const pressing = outcome.level_at_least !== "self_care";
  tell(say(current ? (pressing ? "said-so-far" : "said-question") : "said-result", { title }));
  const heading = by("heading");
  heading.focus({ preventScroll: true });
  by("stage").closest(".card").scrollIntoView({ block: "start" });
}

export function tell(message) {
  by("said").textContent = message;
}

function asking(slug, interview, library, acts) {
  const question = interview.question(slug);
  const optional = interview.isOptional;
  return [
    soFar(interview, library),
    questionForm(
      question,
      library,
      interview.answers.get(slug),
      (value) => acts.answer(slug, value),
      interview.canGoBack ? button("back", acts.back) : null,
      optional ? button("skip", () => acts.pass(slug)) : null,
      optional ? button("skip-rest", acts.finish) : null,
    ),
    standing(interview, library),
    given(interview, acts),
  ].filter(Boolean);
}

function finished(interview, library, acts) {
  return [
    result(interview, library, acts.sharpen, tell),
    el("p", { class: "acts" }, button("back", acts.back), button("over", acts.over)),
    interview.outcome.level === "emergency" ? null : given(interview, acts),
  ].filter(Boolean);
}

const button = (name, act) =>
  el("button", { type: "button", class: "button quiet", click: () => act() }, say(name));

/** What the answers already mean while questions are open. It is no result, and does not look it. */
function soFar(interview, library) {
  const { outcome } = interview;
  if (outcome.level_at_least === "self_care") return null;
  const { title, text, contact, safety_net } = outcome.advice;
  const shown = new Shown();
  const pressing = outcome.warnings.filter(isPressing(interview));
  return el("section", { class: "so-far", "aria-label": say("so-far") },
    el("p", { class: "label" }, say("so-far")),
    el("p", {}, el("strong", {}, `${title}.`), ` ${text} `),
    numberLine(contact),
    el("p", {}, safety_net),
    warningList(shown.add(pressing), shown, library));
}

/** The other warnings of an unfinished answer, all of them: open, but below what is asked. */
function standing(interview, library) {
  const { outcome } = interview;
  const above = outcome.level_at_least === "self_care" ? [] : outcome.warnings.filter(isPressing(interview));
  const rest = outcome.warnings.filter((warning) => !above.includes(warning));
  const shown = new Shown();
  const warnings = shown.add(rest);
  return fold(say("more-warnings", { n: warnings.length }), warningList(warnings, shown, library), {
    class: "standing", open: true,
  });
}

/** What the answers brought: not what comes with every answer, whatever was said. */
const isPressing = (interview) => (warning) => !interview.always.has(warning.slug);

/** Every answer so far, each to be changed. */
function given(interview, acts) {
  const items = interview.trail.map((slug) => {
    const { text, section, screens } = interview.question(slug);
    const question = screens.length ? section : text;
    return el("li", {},
      el("span", {}, said(interview, slug, interview.answers.get(slug))), " ",
      el("button", {
        type: "button", class: "text", "aria-label": say("change-of", { question }), click: () => acts.revisit(slug),
      }, say("change")));
  });
  if (!items.length) return null;
  return fold(say("answers-title", { n: items.length }), [
    el("ol", { class: "given" }, ...items),
    el("p", {}, button("over", acts.over)),
  ]);
}

/** How far it is: counted, and never promised. The bob may go up again when questions open. */
function progress(interview, slug) {
  const { outcome, answers } = interview;
  const answered = answers.size;
  const due = outcome.next.length;
  const open = due || (slug && interview.isOptional ? interview.sharper.length : 0);
  by("progress").textContent = say(`progress${kind(outcome, slug, interview, due)}`, { answered, open });
  const share = due ? answered / (answered + due) : 1;
  by("bob").parentElement.style.setProperty("--down", String(share));
}

function kind(outcome, slug, interview, due) {
  if (slug && interview.answers.has(slug)) return "-again";
  if (outcome.level === "emergency") return "-stopped";
  if (due) return due === 1 ? "-last" : "";
  return slug ? "-optional" : "-done";
}
