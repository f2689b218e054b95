/** The interview: what was asked and answered, and what the API says to it. In memory only. */

import { triage } from "./api.js";

export class Interview {
  /** Question → its answer as it is sent; whatever was said is sent again each time. */
  answers = new Map();
  /** Questions as they were answered, for going back. */
  trail = [];
  /** What the API said to these answers, last; null before it has. */
  outcome = null;
  /** The warnings that came before anything was answered, and so come always. */
  always = null;
  region = "";
  lang = "en";
  #questions = new Map();
  #version = null;
  #revisited = null;
  #passed = new Set();
  #sharpening = false;
  #moved = false;
  #asked = 0;
  #judged = "";

  /** Takes the questionnaire to ask from. */
  use(questionnaire) {
    this.lang = questionnaire.language;
    this.#version = questionnaire.version;
    this.#questions = new Map(
      questionnaire.sections.flatMap((section) =>
        section.questions.map((question) => [question.slug, { ...question, section: section.title }]),
      ),
    );
  }

  question(slug) {
    return this.#questions.get(slug);
  }

  /** As it is sent. It names the rules that belong to the questions shown. */
  get body() {
    return {
      answers: Object.fromEntries(this.answers),
      ...(this.region && { region: this.region }),
      ruleset: this.#version,
    };
  }

  /** Whether the outcome is what the API says to the answers held. No result is shown of others. */
  get isJudged() {
    return this.outcome !== null && this.#judged === this.#said;
  }

  /** Whether there is something to show: all that is judged; before that, only an answered question. */
  get canShow() {
    return this.isJudged || (this.outcome !== null && this.#revisited !== null);
  }

  get #said() {
    return JSON.stringify([this.lang, this.body]);
  }

  /** The question to show; null: the result. */
  get current() {
    if (this.#revisited) return this.#revisited;
    if (!this.outcome) return null;
    const due = this.outcome.next[0];
    if (due) return due.question;
    return this.#sharpening ? (this.sharper[0] ?? null) : null;
  }

  /** Questions that may still sharpen a good result. */
  get sharper() {
    return this.outcome.optional.map((next) => next.question).filter((slug) => !this.#passed.has(slug));
  }

  get isOptional() {
    return !this.#revisited && this.outcome.next.length === 0;
  }

  /** Whether there is an earlier question than the one shown. */
  get canGoBack() {
    return this.#before() !== null;
  }

  answer(slug, value) {
    this.#moved = false;
    this.answers.set(slug, value);
    if (!this.trail.includes(slug)) this.trail.push(slug);
  }

  /** Leaves an optional question unanswered: no answer is sent for it. */
  pass(slug) {
    this.#passed.add(slug);
    this.#revisited = null;
  }

  back() {
    this.#revisited = this.#before();
    this.#moved = true;
  }

  /** Shows an answered question again; its answer stays until it is changed. */
  revisit(slug) {
    this.#revisited = slug;
    this.#moved = true;
  }

  /** After an answer was taken: to whatever is asked next, unless somebody went elsewhere meanwhile. */
  onward() {
    if (!this.#moved) this.#revisited = null;
  }

  sharpen() {
    this.#sharpening = true;
  }

  finish() {
    this.#sharpening = false;
    this.#revisited = null;
  }

  forget() {
    this.answers.clear();
    this.trail = [];
    this.#passed.clear();
    this.finish();
    this.unjudge();
  }

  /** Forgets what the API said, so that nothing draws it again. */
  unjudge() {
    this.outcome = null;
    this.#judged = "";
  }

  /**
   * Asks the API. Whatever fails, the answers stay.
   * @returns whether this is still the last word: of two answers on their way, the later counts.
   * @throws {Trouble} with everything as it was, the question shown included.
   */
  async send() {
    const number = ++this.#asked;
    const said = this.#said;
    let outcome;
    try {
      outcome = await triage(this.body, this.lang);
    } catch (trouble) {
      if (number === this.#asked) throw trouble;
      return false;
    }
    if (number !== this.#asked) return false;
    this.outcome = outcome;
    this.#judged = said;
    if (!this.always) this.always = new Set(outcome.warnings.map(({ slug }) => slug));
    return true;
  }

  #before() {
    const shown = this.current;
    const at = this.trail.indexOf(shown);
    return this.trail[(shown === null || at < 0 ? this.trail.length : at) - 1] ?? null;
  }
}
