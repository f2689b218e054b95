/** This origin's API, as any client may call it. */

const PATIENCE_MS = 15_000;

/** Why there is no answer: `unreachable`, `busy`, `refused`, `gone` or `failed`. */
export class Trouble extends Error {
  /** @param {string} kind @param {{detail?: string, errors?: {detail: string}[]}} [problem] */
  constructor(kind, problem = {}) {
    super(kind);
    this.kind = kind;
    this.problem = problem;
  }
}

const KINDS = { 422: "refused", 400: "refused", 404: "refused", 410: "gone", 429: "busy", 503: "busy" };

/** The JSON at a path. @throws {Trouble} */
export function get(path, parameters = {}) {
  const query = new URLSearchParams(parameters).toString();
  return answered(query ? `${path}?${query}` : path, {});
}

/** Every item of a list, page after page. @throws {Trouble} */
export async function all(path, parameters = {}) {
  const items = [];
  let next = null;
  do {
    const page = await get(path, { ...parameters, limit: 100, ...(next && { cursor: next }) });
    items.push(...page.items);
    next = page.next;
  } while (next);
  return items;
}

/** What comes of a set of answers. They are in the body, never in the address. @throws {Trouble} */
export function triage(body, lang) {
  return answered(`/v1/triage?lang=${lang}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    cache: "no-store",
  });
}

async function answered(url, options) {
  let response;
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    response = await fetch(url, { ...options, signal, referrerPolicy: "no-referrer" });
    if (response.ok) return await response.json();
  } catch {
    throw new Trouble("unreachable");
  }
  const problem = await response.json().catch(() => ({}));
  throw new Trouble(KINDS[response.status] ?? "failed", problem);
}
