// What htmx and HTML cannot do alone. Every page works without this file.
"use strict";

const editable = (target) => target.closest("input, textarea, select, [contenteditable]");

const moveRow = (step) => {
  const links = [...document.querySelectorAll(".table tbody .name")];
  const next = links.indexOf(document.activeElement) + step;
  if (links[next]) links[next].focus();
};

const tickRow = () => {
  const row = document.activeElement.closest("tr");
  row?.querySelector('input[type="checkbox"]')?.click();
};

const keys = { "/": () => document.querySelector("[data-search]")?.focus(), j: () => moveRow(1), k: () => moveRow(-1), x: tickRow };

document.addEventListener("keydown", (event) => {
  const palette = (event.ctrlKey || event.metaKey) && event.key === "k";
  if (palette) keys["/"]();
  else if (event.ctrlKey || event.metaKey || event.altKey || editable(event.target) || !keys[event.key]) return;
  else keys[event.key]();
  event.preventDefault();
});

// The box in the head of a table ticks all rows of the page.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  for (const box of event.target.closest("table").querySelectorAll('tbody input[type="checkbox"]')) box.checked = event.target.checked;
});

// A choice in a filter sentence takes effect at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("form[data-instant] select")) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  navigator.clipboard?.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  button.textContent = button.dataset.done;
});

// Parts that follow what happens ask anew as soon as the server says so; without the stream they ask now and then.
const HAPPENINGS = {
  "order.": ["created", "updated", "paid", "refunded", "status_changed"],
  "incident.": ["opened", "reopened", "asking", "person", "resolved", "dismissed"],
};

const listen = () => {
  const parts = () => [...document.querySelectorAll("[data-live]")];
  const kinds = Object.keys(HAPPENINGS).filter((kind) => parts().some((part) => part.dataset.live.split(" ").includes(kind)));
  if (!kinds.length) return;
  const stream = new EventSource(`/events?kinds=${kinds.join(",")}`);
  let planned = 0;
  const refresh = () => {
    planned ||= setTimeout(() => {
      planned = 0;
      for (const part of parts()) part.dispatchEvent(new Event("happened"));
    }, 400);
  };
  for (const kind of kinds) for (const verb of HAPPENINGS[kind]) stream.addEventListener(kind + verb, refresh);
  window.addEventListener("pagehide", () => stream.close());
};

listen();
