/** The figures beside what can be looked at, from where it can be looked at. */

import { get } from "./api.js";
import { by } from "./dom.js";
import { say } from "./words.js";

/** A figure that cannot be had is left out; the link beside it says where it would be. */
export async function showCounts(lang) {
  const [proof, meta, manifest] = await Promise.allSettled([
    get("/v1/self-check/proof"),
    get("/v1/meta"),
    get("/v1/bundle/manifest", { lang }),
  ]);
  if (proof.value) {
    const { invariants } = proof.value;
    const proved = invariants.filter((invariant) => invariant.status === "proved").length;
    by("proved").textContent = say("proved-count", { n: proved, all: invariants.length });
  }
  if (meta.value) {
    const { statements, clinically_reviewed: reviewed, content_release } = meta.value;
    by("statements").textContent = say("statement-counts", { ...statements, reviewed });
    by("release").textContent = say("release", { n: content_release });
  }
  if (manifest.value) {
    const kb = Math.round(manifest.value.bundle.encoded_bytes.br / 1000);
    by("bundle").textContent = say("bundle-size", { kb });
  }
}
