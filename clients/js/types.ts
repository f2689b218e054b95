// What the generated types must be, checked by the compiler alone: nothing here is run. A document
// that loses a "may be null" or the values of an enumeration makes a line fail: an assignment that
// must compile, or a `@ts-expect-error` that has nothing left to expect.

import type { components } from "./plumbline";

type Schemas = components["schemas"];
type Outcome = Schemas["Outcome"];

/** Whether two types are the same, neither wider. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_ extends true>(): void => {};

type Level = "emergency" | "urgent" | "clinician_first" | "self_care";

same<Same<Outcome["status"], "complete" | "needs_answers">>();
same<Same<Outcome["level"], Level | null>>();
same<Same<Outcome["level_at_least"], Level>>();
same<Same<Outcome["time_frame"], string | null>>();
same<Same<Outcome["translation_review"], "source" | "none">>();
same<Same<NonNullable<Outcome["no_routine"]>["code"], "not_finished" | "see_someone_first" | "all_blocked">>();
same<Same<Schemas["WarningRef"]["severity"], "emergency" | "urgent" | "important" | "advice" | "reassurance">>();
same<Same<Schemas["WarningRef"]["must_acknowledge"], boolean>>();
same<Same<Schemas["CauseRef"]["fit"], "fits" | "may_fit">>();
same<Same<Schemas["EmergencyNumber"]["region"], string | null>>();
same<Same<Schemas["Adaptation"]["replaced_by"], string | null>>();
same<Same<Schemas["Question"]["type"], "single" | "multiple" | "scale">>();
same<Same<Schemas["Question"]["safety"], Exclude<Level, "self_care"> | null>>();
same<Same<Schemas["AnswerOption"]["kind"], "none" | "unsure" | "not_done" | "finding">>();
same<Same<Schemas["RuleSetRef"]["status"], "in_force" | "superseded" | "withdrawn">>();
same<Same<Schemas["ExercisePage"]["next"], string | null>>();

export function neverCalled(outcome: Outcome, answers: Schemas["Answers"]): void {
  // @ts-expect-error There are four levels.
  outcome.level = "fine";
  // @ts-expect-error Null says that answers are missing; the field itself is always there.
  outcome.level = undefined;
  // @ts-expect-error Null is looked at before a level is used.
  const level: Level = outcome.level;
  // @ts-expect-error What the answers so far fix is never null.
  outcome.level_at_least = null;
  // @ts-expect-error Without a routine there is a reason; null means there is a routine.
  const code: string = outcome.no_routine.code;
  // @ts-expect-error A list may be empty.
  const routine: Schemas["OfferedRoutine"] = outcome.routines[0];
  // @ts-expect-error Every field is always there.
  delete outcome.warnings;
  // @ts-expect-error There is no such field.
  outcome.diagnosis;
  // @ts-expect-error Answers are an object.
  answers.answers = ["yes"];
  // @ts-expect-error A region that is not known is left out, or null.
  answers.region = 44;

  const least: Schemas["Answers"] = { answers: {} };
  void [level, code, routine, least];
}
