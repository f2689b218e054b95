// A self-check from the first question to a routine, and what an app reads besides. Every name and
// type is the document's: a field that is not in it does not compile.
//
//   npm ci && npm run generate && npm run check && PLUMBLINE_URL=http://127.0.0.1:8000 npm run session

import createClient from "openapi-fetch";
import type { components, paths } from "./plumbline";

type Answers = components["schemas"]["Answers"]["answers"];
type Outcome = components["schemas"]["Outcome"];

const api = createClient<paths>({ baseUrl: process.env["PLUMBLINE_URL"] ?? "http://127.0.0.1:8000" });

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} did not come`);
  return value;
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not so: ${what}`);
}

async function triage(answers: Answers): Promise<Outcome> {
  const { data } = await api.POST("/v1/triage", { body: { answers, region: "GB" } });
  return present(data, "the outcome");
}

// The questionnaire: what each question may be answered with.
const { data: selfCheck } = await api.GET("/v1/self-check");
const questions = new Map(
  present(selfCheck, "the self-check").sections.flatMap((section) =>
    section.questions.map((question) => [question.slug, question] as const),
  ),
);
console.log(`self-check ${selfCheck?.version}: ${questions.size > 50 ? "more than 50" : "few"} questions`);

// An emergency, told by two answers: nothing more is asked, and no exercise comes with it.
const emergency = await triage({ "screen-nerves": "one-or-more", "saddle-numbness": "yes" });
expect(emergency.level === "emergency" && emergency.next.length === 0, "an emergency ends the interview");
expect(emergency.routines.length === 0, "an emergency has no routine");
console.log(`emergency: call ${emergency.advice.contact.number}, ${emergency.warnings[0]?.slug} first`);

// A well person's interview: answer what `next` names until nothing is left to ask.
const answers: Answers = {};
let outcome = await triage(answers);
while (outcome.status !== "complete") {
  expect(outcome.level === null, "unfinished has no level");
  expect(outcome.next.length > 0, "unfinished asks on");
  for (const { question } of outcome.next) {
    const none = questions.get(question)?.options.find((option) => option.kind === "none");
    answers[question] = present(none, `a "none" of ${question}`).slug;
  }
  outcome = await triage(answers);
}
console.log(`interview: ${outcome.level}`);

// The warnings, most severe first; some have to be confirmed before a routine is shown.
const toConfirm = outcome.warnings.filter((warning) => warning.must_acknowledge);
expect(toConfirm.length > 0, "there is something to confirm");
console.log(`warnings: ${outcome.warnings.length}, to confirm: ${toConfirm.map((w) => w.slug).join(", ")}`);

// The routine, and the drawing of its first exercise.
const routine = present(outcome.routines[0], "a routine");
const step = present(routine.phases[0]?.steps[0], "a step");
expect(routine.stop_rules.length > 0, "a routine comes with the rules for stopping");
const { data: exercise } = await api.GET("/v1/exercises/{slug}", { params: { path: { slug: step.exercise } } });
const figure = present(exercise, step.exercise).figure;
const { data: drawing } = await api.GET("/v1/exercises/{slug}/figure.svg", {
  params: { path: { slug: step.exercise }, query: { theme: "dark" } },
  parseAs: "text",
});
expect(present(drawing, "the drawing").startsWith("<svg"), "a drawing is SVG");
console.log(`routine: ${routine.slug} starts with ${step.name}, drawn at ${figure.svg}`);

// Every exercise, page by page.
const slugs: string[] = [];
let cursor: string | null = null;
do {
  const query: { limit: number; cursor?: string } = { limit: 10, ...(cursor !== null && { cursor }) };
  const { data } = await api.GET("/v1/exercises", { params: { query } });
  const page = present(data, "a page");
  slugs.push(...page.items.map((item) => item.slug));
  cursor = page.next;
} while (cursor !== null);
expect(new Set(slugs).size === slugs.length, "no exercise comes twice");
console.log(`exercises: ${slugs.length > 20 ? "all" : "few"}, in pages of 10`);

// What did not change does not travel again.
const { response: first } = await api.GET("/v1/exercises");
const again = await api.GET("/v1/exercises", {
  headers: { "If-None-Match": first.headers.get("ETag") ?? "" },
});
expect(again.response.status === 304 && again.data === undefined, "a known page is 304 without a body");
console.log("again: 304");

// What somebody looks for stays out of the URL.
const { data: found } = await api.POST("/v1/search", { body: { q: "one leg shorter" } });
console.log(`search: ${present(found, "what was found").items[0]?.kind}`);

// A typing mistake is refused, never guessed at, and the answer is not repeated.
const { error, response } = await api.POST("/v1/triage", { body: { answers: { "saddle-numbness": "yess" } } });
const wrong = present(error, "a problem");
expect(response.status === 422 && !JSON.stringify(wrong).includes("yess"), "refused, without the answer");
console.log(`refused: ${wrong.code} at ${wrong.errors[0]?.pointer}`);
