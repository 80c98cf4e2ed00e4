// Keeps the page live. Everything that it inserts was made and encoded by the server; without it the page is the same, as of its loading.
"use strict";

const main = document.querySelector("main[data-events]");
const live = document.getElementById("live");
const said = document.getElementById("said");

function tell(state, text) {
  live.hidden = false;
  live.className = state;
  live.textContent = text;
}

function replace(parts) {
  for (const [id, html] of Object.entries(parts)) {
    const element = document.getElementById(id);
    if (!element || element.contains(document.activeElement)) continue; // Who stands in it with the keyboard is not thrown out.
    element.innerHTML = html;
  }

  // Only a new verdict is said aloud, not every cent.
  const verdict = document.querySelector(".verdict")?.dataset.status;
  if (verdict && verdict !== said.dataset.last) {
    if (said.dataset.last) said.textContent = verdict;
    said.dataset.last = verdict;
  }
}

async function rebuild() {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".budgets");
  const old = document.querySelector(".budgets");
  if (fresh && old && !old.contains(document.activeElement)) {
    old.replaceWith(fresh);
    filter();
  } else {
    setTimeout(rebuild, 5000);
  }
}

function watch() {
  const events = new EventSource(main.dataset.events);
  events.addEventListener("open", () => tell("on", "live"));
  events.addEventListener("parts", event => { tell("on", "live"); replace(JSON.parse(event.data)); });
  events.addEventListener("structure", rebuild);
  events.addEventListener("error", () => {
    tell("off", "not live, trying again");
    if (events.readyState === EventSource.CLOSED) setTimeout(watch, 30000);
  });
}

const find = document.getElementById("find");

function filter() {
  const text = find.value.trim().toLowerCase();
  for (const item of document.querySelectorAll(".budgets > li"))
    item.hidden = text !== "" && !item.querySelector("bdi")?.textContent.toLowerCase().includes(text);
}

if (document.querySelectorAll(".budgets > li").length > 12) {
  find.parentElement.hidden = false;
  find.addEventListener("input", filter);
}

said.dataset.last = document.querySelector(".verdict")?.dataset.status ?? "";
watch();
