/** The page's own words. English for what stands in the page is in home.html; content comes from the
 * API in its own language. The Spanish is drafted by machine and reviewed by nobody, and says so. */

import { SPANISH } from "./spanish.js";
import { filled, plain } from "./library.js";

export const ENGLISH = {
  loading: "Loading the questions …",
  progress: "{answered} answered, {open} open. A sign that fits, or “not sure”, can open more.",
  "progress-last": "{answered} answered, this one open. A sign that fits, or “not sure”, can open more.",
  "progress-optional": "All {answered} that are needed are answered. {open} left that may sharpen the result; skip any.",
  "progress-done": "{answered} answered, none open.",
  "progress-stopped": "{answered} answered. No more questions: act first.",
  "progress-again": "Changing an earlier answer. {answered} answered.",
  continue: "Continue",
  back: "Back",
  skip: "Skip this one",
  "skip-rest": "Back to the result",
  over: "Start over",
  "choose-one": "Choose one answer to go on.",
  "choose-some": "Choose at least one answer to go on.",
  "give-number": "Give a whole number from {min} to {max}.",
  number: "A whole number from {min} to {max}",
  several: "Choose all that fit.",
  why: "Why we ask",
  how: "How to do it",
  sources: "Sources ({n})",
  play: "Show it moving",
  still: "Show it still",
  positions: "Each position",
  "steps-shown": "steps {steps}",
  "so-far": "Not finished, but this much is clear",
  "more-warnings": "More warnings so far ({n})",
  call: "Call {number}",
  "call-local": "Call your local emergency number.",
  translated: "",
  "region-unknown": "I have not said",
  emergency: "Emergency",
  urgent: "Urgent",
  clinician_first: "See a clinician first",
  self_care: "Self-care",
  now: "now",
  within: "within {time}",
  "look-again": "look again within {time}",
  "your-number": "Emergency number: {call}.",
  "warnings-title": "Warnings",
  "confirm-some": "Confirm the warnings marked “{read}” to see the exercises: {left} left.",
  "confirmed": "All confirmed.",
  "show-routine": "Show the exercises",
  "routines-title": "What you can do",
  "routines-many": "{n} routines suit your answers. Choose one.",
  "time-and-days": "about {minutes}, {days}",
  needs: "You need: {things}",
  "changed-title": "Changed for you",
  "replaced": "{exercise}: {other} instead. {because}",
  "left-out": "{exercise}: left out. {because}",
  "often-wrong": "Often done wrong: {text}",
  "stop-title": "When to stop",
  "causes-title": "A pattern that may fit, not a diagnosis",
  fits: "fits: two checks agree",
  may_fit: "may fit",
  "blocked-title": "Not for you now ({n})",
  "ask-title": "Only after a clinician allows it ({n})",
  "because-of": "because of: {condition}",
  "because-title": "Why this result",
  "you-said": "You answered: {answers}",
  "answers-title": "Your answers ({n})",
  change: "Change",
  "change-of": "Change the answer to: {question}",
  "sharpen-title": "Sharpen it",
  "sharpen-text": "{n} more questions, all optional. They can suggest another routine or a pattern that may fit; they can bring a warning too.",
  sharpen: "Answer more",
  versions: "Content release {release}, rule set {version} ({digest}), {status}",
  in_force: "in force",
  superseded: "superseded",
  withdrawn: "withdrawn",
  release: "Content release {n}",
  "said-question": "Next question",
  "said-so-far": "So far: {title}. Next question",
  "said-result": "Result: {title}",
  unreachable: "The server does not answer.",
  busy: "The server is busy or not ready.",
  refused: "The server did not take the answers, so nothing was judged.",
  gone: "These rules were withdrawn. Do no exercise by them.",
  failed: "Something failed on our side, so nothing was judged.",
  kept: "Nothing is lost: your answers are still here.",
  "emergency-meanwhile": "If it may be an emergency, do not wait for us.",
  again: "Try again",
  "server-says": "The server says: {detail}",
  "proved-count": "{n} of {all} promises proved",
  "statement-counts": "{read} read, {mirror} in a copy, {derived} our judgement, {unverified} not checked. Reviewed by a clinician: {reviewed}.",
  "bundle-size": "{kb} kB in Brotli",
};

const OWN = { en: ENGLISH, es: SPANISH };
let words = ENGLISH;
const inThePage = new Map();

/** Says the page in a language; in English where we have no words of our own in it. */
export function speak(lang) {
  words = OWN[lang] ?? ENGLISH;
  document.documentElement.lang = OWN[lang] ? lang : "en";
  for (const element of document.querySelectorAll("[data-say]")) {
    remember(element, element.textContent);
    element.textContent = words[element.dataset.say] ?? inThePage.get(element);
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    remember(element, element.getAttribute("aria-label"));
    element.setAttribute("aria-label", words[element.dataset.label] ?? inThePage.get(element));
  }
}

/** A value that a later release added has no word here; it is said as it comes. */
export const say = (name, values = {}) => filled(words[name] ?? ENGLISH[name] ?? plain(name), values);

/** The English of the page itself, before it is replaced the first time. */
function remember(element, text) {
  if (!inThePage.has(element)) inThePage.set(element, text);
}
