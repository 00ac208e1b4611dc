// Fetch the page again every few seconds and renew what changes by itself.
// The switches stay as they are, so that nobody's half-made choice is lost.
"use strict";

const LIVE = ["facts", "orders", "subscriptions", "deliveries", "calls"];
const PAUSE = 3000;

async function renew() {
  if (document.hidden) return;
  const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of LIVE) {
    const shown = document.getElementById(id);
    const next = fresh.getElementById(id);
    if (!shown || !next || shown.contains(document.activeElement)) continue;
    if (shown.outerHTML !== next.outerHTML) shown.replaceWith(next);
  }
}

setInterval(() => renew().catch(() => undefined), PAUSE);
