/**
 * node read.mjs CLIENT CALENDAR: reads a calendar with ical.js (found from the folder CLIENT) and
 * prints what it holds: [{summary, description, floating, alarms, times}].
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [client, path] = process.argv.slice(2);
const ICAL = createRequire(join(resolve(client), "package.json"))("ical.js");

ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    floating: event.startDate.zone === ICAL.Timezone.localTimezone,
    minutes: event.duration.toSeconds() / 60,
    alarms: component
      .getAllSubcomponents("valarm")
      .map((alarm) => alarm.getFirstPropertyValue("trigger").toSeconds() / 60),
    times: times(event),
  };
});
console.log(JSON.stringify(events));

function times(event) {
  const found = [];
  const iterator = event.iterator();
  for (let next = iterator.next(); next; next = iterator.next()) found.push(next.toString());
  return found;
}
