/** How much of an exercise, in the words of the API's terms. */

const MINUTE_S = 60;
const SIDES = { "one-side": "dose-each-side", alternating: "dose-both-ways" };

/** `on each side: 2 sets of 8, hold 10 seconds`; what is done once and takes minutes, in minutes. */
export function dose(step, exercise, library) {
  const { sets, reps, hold_s, rest_s } = step.dose;
  const { min, max } = exercise.dose.rep_s;
  if (sets === 1 && reps === 1 && hold_s === 0 && min >= MINUTE_S) return minutes(min, max, library);
  const times = library.count("dose-times", reps);
  const parts = [sets === 1 ? times : library.say("dose-sets", { sets, reps })];
  if (hold_s) parts.push(library.count("dose-hold", hold_s));
  if (rest_s) parts.push(library.count("dose-rest", rest_s));
  const told = parts.join(", ");
  const side = SIDES[exercise.side];
  return side ? library.say(side, { dose: told }) : told;
}

function minutes(min, max, library) {
  const [least, most] = [min, max].map((seconds) => Math.round(seconds / MINUTE_S));
  return least === most
    ? library.count("minutes", least)
    : library.say("minutes-range", { least, most });
}
