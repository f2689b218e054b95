/** What stands behind a result: what is kept back and why, patterns that may fit, the rules that
 * held with the answers that made them hold, and which rules these were. */

import { el, fold, list } from "./dom.js";
import { sources } from "./sources.js";
import { say } from "./words.js";

export function behind(interview, library) {
  const { outcome } = interview;
  return [
    kept("blocked-title", outcome.blocked, outcome, library),
    kept("ask-title", outcome.ask_about, outcome, library),
    causes(outcome.causes, library),
    fold(say("because-title"), outcome.because.map((rule) => reason(rule, interview, library)), { class: "because" }),
    el("p", { class: "soft versions" }, versions(outcome)),
  ];
}

function kept(title, blocks, outcome, library) {
  if (!blocks.length) return null;
  const conditions = new Map(outcome.conditions.map((condition) => [condition.slug, condition.name]));
  const items = blocks.map((block) => [
    el("strong", {}, library.exercise(block.exercise).name),
    `: ${block.why} `,
    el("span", { class: "soft" }, say("because-of", { condition: conditions.get(block.condition) })),
  ]);
  return fold(say(title, { n: blocks.length }), [
    el("ul", {}, ...items.map((parts) => el("li", {}, ...parts))),
    sources(library, ...blocks.map((block) => block.citations)),
  ]);
}

function causes(found, library) {
  if (!found.length) return null;
  return el("div", { class: "causes" },
    el("h3", {}, say("causes-title")),
    ...found.map((cause) =>
      el("div", {},
        el("h4", {}, `${cause.name} (${say(cause.fit)})`),
        list("ul", cause.because),
        sources(library, cause.citations))));
}

function reason(rule, interview, library) {
  const answers = rule.answers.map((given) => said(interview, given.question, given.number ?? given.options));
  return el("div", { class: "reason" },
    el("p", {}, rule.text),
    answers.length ? el("p", { class: "soft" }, say("you-said", { answers: answers.join("; ") })) : null,
    sources(library, rule.citations));
}

/** A question and what was answered, in words. */
export function said(interview, slug, answer) {
  const question = interview.question(slug);
  const chosen = [answer].flat().map((value) => {
    const option = question.options.find((one) => one.slug === value);
    return option ? option.text : String(value);
  });
  const asked = question.screens.length ? question.section : question.text;
  return `${asked} – ${chosen.join(", ")}`;
}

function versions({ content_release, ruleset }) {
  const { version, digest, status } = ruleset;
  return say("versions", { release: content_release, version, digest: digest.slice(0, 12), status: say(status) });
}
