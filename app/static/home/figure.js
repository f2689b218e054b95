/** A drawing, light or dark as the page is. It is named by its digest: its address says nothing of
 * what it shows, or to whom. */

import { el, fold } from "./dom.js";
import { say } from "./words.js";

const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** The frame that stands for all, moving on demand; each frame below, on demand too. */
export function drawing(figure, library) {
  const main = figure.frames.find((frame) => frame.name === figure.main);
  const image = el("img", { alt: figure.alt, width: 400, height: 400, loading: "lazy", decoding: "async" });
  const dark = el("source", { media: "(prefers-color-scheme: dark)" });
  const show = (themes) => {
    dark.srcset = themes.dark.svg;
    image.src = themes.light.svg;
  };
  show(main);
  return el(
    "figure",
    { class: "drawing" },
    el("picture", {}, dark, image),
    figure.frames.length > 1 && !STILL.matches ? mover(figure, main, show) : null,
    caution(figure),
    figure.frames.length > 1 ? positions(figure, library) : null,
  );
}

function mover(figure, main, show) {
  let moving = false;
  const button = el("button", { type: "button", class: "button quiet small", click: turn }, say("play"));
  function turn() {
    moving = !moving;
    show(moving ? figure.animated : main);
    button.textContent = say(moving ? "still" : "play");
  }
  return button;
}

function caution(figure) {
  if (!figure.caution) return null;
  const { kind, text } = figure.caution;
  return el("figcaption", {}, kind === "mistake" ? say("often-wrong", { text }) : text);
}

/** The frames, fetched when they are asked for. */
function positions(figure, library) {
  const strip = el("ul", { class: "frames" });
  const details = fold(say("positions"), strip);
  details.addEventListener("toggle", () => {
    if (details.open && !strip.childElementCount) {
      strip.append(...figure.frames.map((frame) => position(frame, library)));
    }
  });
  return details;
}

function position(frame, library) {
  const name = library ? library.say(`frame-${frame.name}`) : frame.name;
  const steps = frame.steps.length ? say("steps-shown", { steps: frame.steps.join(", ") }) : "";
  return el(
    "li",
    {},
    el("picture", {},
      el("source", { media: "(prefers-color-scheme: dark)", srcset: frame.dark.svg }),
      el("img", { src: frame.light.svg, alt: "", width: 160, height: 160, loading: "lazy" }),
    ),
    el("span", {}, [name, steps].filter(Boolean).join(": ")),
  );
}
