// Keeps a page live. Everything that it inserts was made and encoded by the server; without it the page is the same, as of its loading.
"use strict";

const main = document.querySelector("main[data-events]");
const live = document.getElementById("live");
const said = document.getElementById("said");
const find = document.getElementById("find"); // The page of one budget has none, and no list.
const missed = new Map();
let isLoading = false;
let absent = 0;

function tell(state, text) {
  live.hidden = false;
  live.className = state;
  live.textContent = text;
}

function put(id, html) {
  const element = document.getElementById(id);
  if (!element) return;
  if (element.contains(document.activeElement)) {
    missed.set(id, html); // Who stands in it with the keyboard is not thrown out; it follows when they leave.
    return;
  }

  missed.delete(id);
  element.innerHTML = html;
}

function status() {
  return document.querySelector("[data-status]")?.dataset.status ?? "";
}

function show({ structure, parts }) {
  for (const [id, html] of Object.entries(parts)) put(id, html);

  // Only a new verdict is said aloud, not every cent.
  if (status() !== said.dataset.last) {
    said.textContent = status();
    said.dataset.last = status();
  }

  const list = document.querySelector(".budgets");
  if (list && list.dataset.structure !== structure) load();
}

// Loads the list where it has other lines now. The next event asks again where it does not succeed; tenants that overtake each other every
// second are not loaded every second.
async function load() {
  if (isLoading) return;
  isLoading = true;
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".budgets");
    const old = document.querySelector(".budgets");
    if (fresh && !old.contains(document.activeElement)) {
      old.replaceWith(fresh);
      filter();
    }
  } catch {
    // The server is away, which the events tell.
  } finally {
    setTimeout(() => { isLoading = false; }, 3000);
  }
}

function watch() {
  const events = new EventSource(main.dataset.events);
  const isThere = () => { clearTimeout(absent); absent = 0; tell("on", "live"); };
  events.addEventListener("open", isThere);
  events.addEventListener("parts", event => { isThere(); show(JSON.parse(event.data)); });
  events.addEventListener("gone", () => { events.close(); tell("off", "this budget is gone"); });
  events.addEventListener("error", () => {
    absent ||= setTimeout(() => tell("off", "not live, trying again"), 5000); // It ends now and then, and comes back at once.
    if (events.readyState === EventSource.CLOSED) setTimeout(watch, 30000);
  });
}

function filter() {
  const items = document.querySelectorAll(".budgets > li");
  const text = find.value.trim().toLowerCase();
  find.parentElement.hidden = items.length <= 12 && text === "";
  for (const item of items)
    item.hidden = text !== "" && !item.querySelector("bdi")?.textContent.toLowerCase().includes(text);
}

if (find) {
  filter();
  find.addEventListener("input", filter);
}

document.addEventListener("focusout", () => setTimeout(() => missed.forEach((html, id) => put(id, html))));

if (main) {
  said.dataset.last = status();
  watch();
}
