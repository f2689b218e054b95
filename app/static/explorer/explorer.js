/** The explorer: Swagger UI over this very API, with what it lacks for keyboards and screen readers,
 * and the triage one click away. */

import { mend } from "./mend.js";

const TRIAGE = "/v1/triage";

/** A link within a button can be reached by neither; opening an operation sets the address anyway. */
const noLinkInAButton = ({ React }) => ({
  wrapComponents: {
    DeepLink: () => ({ text }) => React.createElement("span", null, text),
  },
});

const explorer = document.getElementById("explorer");

const ui = window.SwaggerUIBundle({
  url: "/openapi.json",
  domNode: explorer,
  validatorUrl: null,
  tryItOutEnabled: true,
  deepLinking: true,
  displayRequestDuration: true,
  // Plain text takes our colours, and a large answer does not stop the browser.
  syntaxHighlight: false,
  defaultModelsExpandDepth: -1,
  presets: [window.SwaggerUIBundle.presets.apis],
  plugins: [noLinkInAButton],
});

let waiting = false;
new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    mend(explorer);
  });
}).observe(explorer, { childList: true, subtree: true });

document.getElementById("triage").addEventListener("click", async () => {
  const block = await opened();
  const execute = await found(block, ".execute");
  block.scrollIntoView({ block: "start" });
  execute.focus({ preventScroll: true });
});

/** The triage's operation, open. */
async function opened() {
  await found(explorer, ".opblock");
  const document_ = ui.specSelectors.specJson().toJS();
  const { tags, operationId } = document_.paths[TRIAGE].post;
  ui.layoutActions.show(["operations-tag", tags[0]], true);
  ui.layoutActions.show(["operations", tags[0], operationId], true);
  return found(explorer, `#operations-${CSS.escape(tags[0])}-${CSS.escape(operationId)}`);
}

/** The first of a selector, once it is there. */
function found(within, selector) {
  return new Promise((done) => {
    const look = () => {
      const element = within.querySelector(selector);
      if (element) done(element);
      else requestAnimationFrame(look);
    };
    look();
  });
}
