/**
 * node engines.mjs RULES VECTORS: runs every vector through JsonLogic engines nobody here wrote and
 * through our own, and prints {engine: {vectors, agreed, failures}}. Fails when one disagrees.
 *
 * Each engine evaluates every rule and every `asked_when`; the rest is the reference evaluator.
 */

import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

import { evaluate as certLogic } from "certlogic-js";
import jsonLogic from "json-logic-js";

import { evaluate, evaluateLogic } from "./plumbline-triage.mjs";

const ENGINES = {
  "json-logic-js": (logic, data) => jsonLogic.apply(logic, data),
  "certlogic-js": certLogic,
  "plumbline-triage": evaluateLogic,
};

if (process.argv.length !== 4) {
  console.error("usage: node engines.mjs RULES VECTORS");
  process.exit(2);
}
const [rules, vectors] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
const table = Object.fromEntries(
  Object.entries(ENGINES).map(([name, engine]) => [name, tried(strictly(engine))]),
);
console.log(JSON.stringify(table, null, 2));
process.exitCode = Object.values(table).every(({ failures }) => failures.length === 0) ? 0 : 1;

function tried(engine) {
  const failures = vectors
    .map((vector) => ({ name: vector.name, differs: differences(vector, engine) }))
    .filter(({ differs }) => differs.length > 0);
  return { vectors: vectors.length, agreed: vectors.length - failures.length, failures };
}

function differences({ answers, expect }, engine) {
  try {
    const outcome = evaluate(rules, answers, engine);
    const fields = new Set([...Object.keys(expect), ...Object.keys(outcome)]);
    return [...fields].filter((field) => !isDeepStrictEqual(outcome[field], expect[field]));
  } catch (error) {
    return [String(error)];
  }
}

/** Truthy is not good enough: engines differ on what is. */
function strictly(engine) {
  return (logic, data) => {
    const result = engine(logic, data);
    if (typeof result !== "boolean") throw new TypeError(`not true or false: ${result}`);
    return result;
  };
}
