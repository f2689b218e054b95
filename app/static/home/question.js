/** One question, as the API serves it. Nothing is chosen beforehand: silence is not "no". */

import { el, fold, list } from "./dom.js";
import { drawing } from "./figure.js";
import { sources } from "./sources.js";
import { say } from "./words.js";

/**
 * @param {object} question
 * @param {unknown} answer what was answered before; undefined where nothing was.
 * @param {(value: unknown) => void} answered
 * @param {...Node} acts what stands beside Continue.
 */
export function questionForm(question, library, answer, answered, ...acts) {
  const error = el("p", { class: "error", id: "error", role: "alert" });
  const notes = [question.items.length ? "items" : null, question.type === "multiple" ? "several" : null, "error"];
  const form = el(
    "form",
    { class: "question", autocomplete: "off", novalidate: true },
    el(
      "fieldset",
      { "aria-describedby": notes.filter(Boolean).join(" ") },
      el("legend", {}, el("h3", { tabindex: -1, id: "heading" },
        el("span", { class: "label" }, question.section), " ", question.text)),
      list("ul", question.items, { class: "items", id: "items" }),
      test(question, library),
      question.type === "multiple" ? el("p", { class: "soft", id: "several" }, say("several")) : null,
      error,
      question.type === "scale" ? scale(question, answer) : choices(question, answer),
    ),
    el("p", { class: "acts" }, el("button", { class: "button" }, say("continue")), ...acts),
    fold(say("why"), [el("p", {}, question.why), sources(library, question.citations)], { class: "why" }),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [value, wrong] = read(form, question);
    error.textContent = wrong ?? "";
    if (wrong) form.querySelector("input").focus();
    else answered(value);
  });
  return form;
}

/** How a test with the body is done comes before its answers, with its drawing. */
function test(question, library) {
  if (!question.how_to.length) return null;
  return el(
    "div",
    { class: "test" },
    question.figure ? drawing(question.figure, library) : null,
    el("div", {}, el("h4", {}, say("how")), list("ol", question.how_to)),
  );
}

function choices(question, answer) {
  const several = question.type === "multiple";
  const chosen = [answer].flat();
  const options = question.options.map((option) =>
    el("label", { class: "option" },
      el("input", {
        type: several ? "checkbox" : "radio",
        name: "answer",
        value: option.slug,
        checked: chosen.includes(option.slug),
        autocomplete: "off",
      }),
      el("span", {}, option.text)),
  );
  return el("div", { class: "options" }, ...options);
}

function scale({ min, max }, answer) {
  const input = el("input", {
    type: "number", name: "answer", inputmode: "numeric", min, max, step: 1, value: answer, autocomplete: "off",
  });
  return el("label", { class: "number" }, el("span", {}, say("number", { min, max })), input);
}

/** The answer as it is sent, or what is wrong with it. */
function read(form, question) {
  const given = new FormData(form).getAll("answer");
  if (question.type === "scale") {
    const { min, max } = question;
    const fits = /^\d+$/.test(given[0]) && Number(given[0]) >= min && Number(given[0]) <= max;
    return fits ? [Number(given[0]), null] : [null, say("give-number", { min, max })];
  }
  if (!given.length) return [null, say(question.type === "multiple" ? "choose-some" : "choose-one")];
  return [question.type === "multiple" ? given : given[0], null];
}
