/** The page at `/`: a self-check against this very API. Answers live in the memory of this tab, and
 * in the bodies of its requests; in no address, no storage, no log. */

import { all, get, Trouble } from "./api.js";
import { by, el } from "./dom.js";
import { showCounts } from "./counts.js";
import { Interview } from "./interview.js";
import { Library } from "./library.js";
import { isSameButNumber, link, renumber } from "./number.js";
import { announce, clear, giveBack, show, withhold } from "./stage.js";
import { failed } from "./trouble.js";
import { clearWire, showWire } from "./wire.js";
import { say, speak } from "./words.js";

const interview = new Interview();
let library = null;
let contacts = [];
let starts = 0;

const acts = {
  answer: (slug, value) => {
    interview.answer(slug, value);
    send(true);
  },
  pass: (slug) => {
    interview.pass(slug);
    turn();
  },
  back: () => {
    interview.back();
    turn();
  },
  revisit: (slug) => {
    interview.revisit(slug);
    turn();
  },
  sharpen: () => {
    interview.sharpen();
    turn();
  },
  finish: () => {
    interview.finish();
    turn();
  },
  over: () => {
    interview.forget();
    empty();
    send(true);
  },
};

/** Draws what the interview stands at, after the person did something; asks first where it is not
 * known, since an answer did not arrive. */
function turn() {
  if (!interview.canShow) {
    send(true);
    return;
  }
  draw();
  announce(interview);
}

/** Never a result of other answers than those held: until they are judged, what stands there stays. */
function draw() {
  if (!interview.canShow) return;
  show(interview, library, acts);
  if (!interview.isJudged) return;
  by("trouble").replaceChildren();
  showWire(interview);
}

/** Takes away all that an outcome said. */
function empty() {
  clear();
  clearWire();
}

/** Sends all answers so far. @param {boolean} acted whether a person asked for it. */
async function send(acted) {
  const before = interview.outcome;
  if (!interview.isJudged) withhold();
  await trying(async () => {
    if (!(await interview.send())) return;
    if (acted) interview.onward();
    if (library && library.release !== interview.outcome.content_release) library = null;
    if (!acted && isSameButNumber(before, interview.outcome)) keep();
    else draw();
    if (acted) announce(interview);
    await words();
  }, () => send(acted));
}

/** Only the number is another: what is chosen, opened and confirmed stays. */
function keep() {
  giveBack();
  renumber(by("stage"), interview.outcome.advice.contact);
  by("trouble").replaceChildren();
  showWire(interview);
}

/** The words that results refer to; fetched whatever was answered, so before anything is. */
async function words() {
  const { lang } = interview;
  if (library?.lang === lang) return;
  const fetched = await Library.fetch(lang);
  if (lang !== interview.lang) return; // another was chosen meanwhile
  library = fetched;
  const within = by("stage").contains(document.activeElement);
  if (within && document.activeElement.closest("form")) return; // nobody's choice is undone
  draw();
  if (within) by("heading").focus();
}

/** In a language: its questions, its numbers, and again what was answered. */
async function start(lang) {
  const number = ++starts;
  const isLast = () => number === starts;
  await trying(async () => {
    speak(lang);
    const [questionnaire, numbers] = await Promise.all([
      get("/v1/self-check", { lang }),
      all("/v1/emergency-contacts", { lang }),
    ]);
    if (!isLast()) return;
    library = null;
    contacts = numbers;
    interview.use(questionnaire);
    translated(questionnaire);
    regions();
    by("call").replaceChildren(...numberHere());
    withhold();
    if (await interview.send()) draw();
    if (!isLast()) return;
    await words();
    showCounts(lang);
  }, () => start(lang), isLast);
}

/** Does it; where it fails, says so, keeps the answers, and offers to do it again. What is no longer
 * wanted fails in silence. */
async function trying(what, again, isWanted = () => true) {
  by("stage").setAttribute("aria-busy", "true");
  try {
    await what();
  } catch (trouble) {
    if (!isWanted()) return;
    const kind = trouble instanceof Trouble ? trouble : new Trouble("failed");
    // The questions may be of another release by now: they are fetched again, answers stay.
    const anew = kind.kind === "refused" || kind.kind === "gone" ? () => start(interview.lang) : again;
    if (kind.kind === "gone") {
      interview.unjudge();
      empty();
    }
    by("trouble").replaceChildren(failed(kind, interview.answers.size, numberHere(), anew));
  } finally {
    by("stage").removeAttribute("aria-busy");
  }
}

/** What to call, of the region that was said. */
function numberHere() {
  const contact = contacts.find((one) => (one.region ?? "") === interview.region);
  return contact ? [link(contact.number), contact.note ? ` ${contact.note}` : ""] : [say("call-local")];
}

function regions() {
  const names = new Intl.DisplayNames([interview.lang], { type: "region" });
  const known = contacts
    .filter((contact) => contact.region)
    .map((contact) => ({ ...contact, name: names.of(contact.region) }))
    .sort((one, other) => one.name.localeCompare(other.name, interview.lang));
  by("region").replaceChildren(
    el("option", { value: "" }, say("region-unknown")),
    ...known.map(({ region, name, number }) => el("option", { value: region }, `${name} (${number})`)),
  );
  by("region").value = interview.region;
}

function translated({ translation_review }) {
  by("translated").hidden = translation_review === "source";
  by("translated").textContent = translation_review === "source" ? "" : say("translated");
}

async function languages() {
  const { items } = await get("/v1/languages");
  const published = items.filter((language) => language.status === "published");
  by("language").replaceChildren(
    ...published.map(({ slug, name }) => el("option", { value: slug, lang: slug }, name)),
  );
  const wanted = navigator.languages.map((tag) => tag.split("-")[0]);
  return wanted.find((tag) => published.some(({ slug }) => slug === tag)) ?? "en";
}

by("language").addEventListener("change", ({ target }) => start(target.value));
by("region").addEventListener("change", ({ target }) => {
  interview.region = target.value;
  by("call").replaceChildren(...numberHere());
  send(false);
});

const lang = await languages().catch(() => "en");
by("language").value = lang;
start(lang);
