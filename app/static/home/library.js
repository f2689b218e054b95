/** The words and items that questions and results refer to, fetched before anything is answered, so
 * that no address ever depends on an answer. */

import { all, get } from "./api.js";

export class Library {
  /** The content release that these are of. */
  release;
  lang;
  #terms;
  #exercises;
  #citations;

  /** @throws {Trouble} */
  static async fetch(lang) {
    const [meta, ...lists] = await Promise.all([
      get("/v1/meta"),
      all("/v1/terms", { lang }),
      all("/v1/exercises", { lang, fields: "name,steps,steps_citations,side,dose,cautions,figure" }),
      all("/v1/citations", { lang, fields: "title,publisher,year,url" }),
    ]);
    const library = new Library();
    library.release = meta.content_release;
    library.lang = lang;
    [library.#terms, library.#exercises, library.#citations] = lists.map(
      (items) => new Map(items.map((item) => [item.slug, item])),
    );
    return library;
  }

  exercise(slug) {
    return this.#exercises.get(slug);
  }

  citation(slug) {
    return this.#citations.get(slug);
  }

  /** The name of a term, its `{…}` filled. */
  say(slug, values = {}) {
    return filled(this.#terms.get(slug).name, values);
  }

  /** `<slug>-one` or `<slug>-many`, with `{n}` filled. */
  count(slug, n) {
    return this.say(`${slug}-${n === 1 ? "one" : "many"}`, { n });
  }

  /** The word for one value of a vocabulary: a severity, a phase … A later release may add to it. */
  choice(prefix, value) {
    return this.#terms.get(`${prefix}-${value.replaceAll("_", "-")}`)?.name ?? plain(value);
  }
}

export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** A value of the API, where there is no word for it. */
export const plain = (value) => value.replaceAll(/[_-]/g, " ");
