/**
 * Plumbline's triage, offline: the portable rule set and a person's answers in, the outcome out.
 * A reference to read and to copy; no dependencies, no state, no network. The numbers are the steps
 * of `algorithm` in the rule set. Nothing is guessed at: what the rule set does not know is refused.
 */

/**
 * @param rules the portable rule set
 * @param answers question to an option, a list of options, or a number on a scale
 * @param holds another JsonLogic engine, to compare engines
 */
export function evaluate(rules, answers, holds = evaluateLogic) {
  const said = phoneData(rules, answers); // 1
  const fired = rules.rules.filter((rule) => holds(rule.logic, said)); // 2
  const level = highest(rules.levels, fired.map((rule) => rule.level)); // 3
  const conditions = inOrder(rules.conditions, fired.flatMap((rule) => rule.conditions)); // 4
  const due = rules.questions.filter((question) => holds(question.asked_when, said)); // 7
  const silent = due.filter((question) => said[question.slug].length === 0);
  const open = level === "emergency" ? [] : openQuestions(rules, silent);
  const well = open.length === 0 && level === "self_care";
  return {
    status: open.length === 0 ? "complete" : "needs_answers", // 9
    level: open.length === 0 ? level : null,
    level_at_least: level,
    warnings: inOrder(rules.warnings, fired.flatMap((rule) => rule.warnings)),
    conditions,
    blocked: pairs(rules, conditions, "avoid"), // 6
    ask_about: pairs(rules, conditions, "ask_first"),
    causes: causesOf(rules, fired),
    routines: well ? routinesFor(rules, fired, conditions) : [], // 10
    next: open.map((question) => question.slug),
    optional: well ? optionalQuestions(silent, conditions) : [],
    because: fired.map((rule) => rule.slug),
  };
}

/** 1. One array for every question; `none` beside a finding or a doubt is not a `none`. */
export function phoneData(rules, answers) {
  const known = new Set(rules.questions.map((question) => question.slug));
  if (Object.keys(answers).some((slug) => !known.has(slug))) {
    throw new RangeError("an answer to a question that the rule set does not have");
  }
  return Object.fromEntries(
    rules.questions.map((question) => {
      const answer = Object.hasOwn(answers, question.slug) ? answers[question.slug] : [];
      return [question.slug, cleaned(question, [answer].flat())];
    }),
  );
}

/** JsonLogic, as much of it as rule sets use. Anything else is refused. */
export function evaluateLogic(logic, data) {
  if (["boolean", "number", "string"].includes(typeof logic)) return logic;
  const [[operator, operands]] = Object.entries(logic);
  switch (operator) {
    case "var":
      return data[operands];
    case "in":
      return evaluateLogic(operands[1], data).includes(operands[0]);
    case "and":
      return operands.every((operand) => evaluateLogic(operand, data));
    case "!":
      return !evaluateLogic(operands[0], data);
    default:
      throw new SyntaxError(`rule sets do not use the operator ${operator}`);
  }
}

function cleaned(question, chosen) {
  if (question.type === "scale") {
    const fits = (n) => Number.isInteger(n) && question.min <= n && n <= question.max;
    if (chosen.length > 1 || !chosen.every(fits)) {
      throw new RangeError(`${question.slug} should be a whole number on its scale`);
    }
    return chosen;
  }
  const options = question.options.filter((option) => chosen.includes(option.slug));
  if (options.length !== new Set(chosen).size) {
    throw new RangeError(`${question.slug} should be some of its options`);
  }
  const said = options.filter((option) => option.kind !== "none");
  return (said.length > 0 ? said : options).map((option) => option.slug);
}

function highest(order, named) {
  return order[Math.max(0, ...named.map((name) => order.indexOf(name)))];
}

function inOrder(order, chosen) {
  return order.filter((slug) => chosen.includes(slug));
}

/** 5. The best fit first, then as the rule set lists them. */
function causesOf(rules, fired) {
  const named = fired.flatMap((rule) => rule.causes);
  const fits = named.filter((cause) => cause.fit === "fits").map((cause) => cause.slug);
  const mayFit = named.map((cause) => cause.slug).filter((slug) => !fits.includes(slug));
  return [
    ...inOrder(rules.causes, fits).map((slug) => ({ slug, fit: "fits" })),
    ...inOrder(rules.causes, mayFit).map((slug) => ({ slug, fit: "may_fit" })),
  ];
}

/** 6. */
function pairs(rules, conditions, list) {
  return rules.exercises.flatMap((exercise) =>
    conditions
      .filter((condition) => exercise[list].includes(condition))
      .map((condition) => ({ exercise: exercise.slug, condition })),
  );
}

/** 8. Most dangerous first, then as the rule set lists them. */
function openQuestions(rules, silent) {
  const danger = (question) => rules.levels.indexOf(question.safety);
  return silent
    .filter((question) => question.safety !== null)
    .sort((one, other) => danger(other) - danger(one));
}

/** 11. */
function optionalQuestions(silent, conditions) {
  return silent
    .filter((question) => question.safety === null)
    .filter((question) => !question.not_when.some((slug) => conditions.includes(slug)))
    .map((question) => question.slug);
}

/** 12. What the person's own answers propose comes before what is proposed to everybody. */
function routinesFor(rules, fired, conditions) {
  const own = fired.filter((rule) => rule.logic !== true).flatMap((rule) => rule.routines);
  const all = fired.flatMap((rule) => rule.routines);
  const others = all.filter((slug) => !own.includes(slug));
  return [own, others]
    .flatMap((slugs) => rules.routines.filter((routine) => slugs.includes(routine.slug)))
    .map((routine) => adapt(rules, routine, conditions))
    .filter((routine) => routine !== null);
}

/** 13 to 15. Null when too little is left. */
function adapt(rules, routine, conditions) {
  const exercises = new Map(rules.exercises.map((exercise) => [exercise.slug, exercise]));
  const isAgainst = (slug) => {
    const { avoid, ask_first: askFirst } = exercises.get(slug);
    return conditions.some((condition) => avoid.includes(condition) || askFirst.includes(condition));
  };
  const written = routine.phases.flatMap((phase) => phase.steps.map((step) => step.exercise));
  const used = new Set(written);
  const replacedBy = new Map();
  for (const slug of new Set(written)) {
    if (!isAgainst(slug)) continue;
    const free = (alternative) => !isAgainst(alternative) && !used.has(alternative);
    const replacement = exercises.get(slug).alternatives.find(free) ?? null;
    replacedBy.set(slug, replacement);
    used.add(replacement);
  }
  const left = (phase) =>
    phase.steps
      .map(({ exercise }) => (replacedBy.has(exercise) ? replacedBy.get(exercise) : exercise))
      .filter((exercise) => exercise !== null);
  const main = routine.phases.filter((phase) => phase.slug === "main").flatMap(left);
  if (new Set(main).size < rules.least_main_exercises) return null;
  return {
    slug: routine.slug,
    exercises: routine.phases.flatMap(left),
    adapted: [...replacedBy].map(([exercise, replaced_by]) => ({ exercise, replaced_by })),
  };
}
