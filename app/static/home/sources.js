/** Where a statement comes from, and how that is known. */

import { el, fold } from "./dom.js";
import { say } from "./words.js";

/** On demand: each source once, with a link that only a person follows. */
export function sources(library, ...linked) {
  const links = new Map(linked.flat().filter(Boolean).map((link) => [link.slug, link]));
  if (!library || links.size === 0) return null;
  const items = [...links.values()].map((link) => el("li", {}, source(library, link)));
  return fold(say("sources", { n: links.size }), el("ul", {}, ...items), { class: "sources" });
}

function source(library, link) {
  const citation = library.citation(link.slug) ?? { title: link.slug };
  const named = [citation.publisher, citation.year].filter(Boolean).join(", ");
  return [
    citation.url
      ? el("a", { href: citation.url, rel: "noreferrer noopener", target: "_blank" }, citation.title)
      : citation.title,
    ` ${named}. `,
    el("span", { class: "known" }, library.choice("known", link.known)),
    link.basis ? `: ${link.basis}` : null,
  ].filter(Boolean);
}
