// The results page on top of what works without scripts: it changes when answers come in, filters
// without a new page, and walks lists by keyboard.

const results = () => document.getElementById("results");
let source = null;
let running = null;
let again = false;

// The regions that are exchanged; everything else stays as it is.
const REGIONS = ["results", "filters"];

async function exchange(address, { filters = true, told = false } = {}) {
  if (running) {
    // One at a time; the last wish counts.
    again = { address, filters, told };
    return;
  }
  running = new AbortController();
  const before = results()?.dataset.mark;
  try {
    const reply = await fetch(address, { headers: { accept: "text/html" }, signal: running.signal });
    if (!reply.ok || reply.redirected) return void location.assign(address);
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (!page.getElementById("results")) return void location.assign(address);
    for (const id of REGIONS) {
      if (id === "filters" && !filters && isUsed(document.getElementById(id))) continue;
      swap(document.getElementById(id), page.getElementById(id));
    }
    document.title = page.title;
    if (told && results().dataset.mark !== before) tell(results().dataset.told);
  } catch (error) {
    if (error.name !== "AbortError") return;
  } finally {
    running = null;
    const next = again;
    again = false;
    if (next) exchange(next.address, next);
  }
}

// Whether somebody is choosing a filter right now.
function isUsed(region) {
  return !!region && (region.contains(document.activeElement) || !!region.querySelector("details[open]"));
}

// Puts the new region in place of the old one: open parts stay open, the focus stays where it was,
// a half-typed search is kept.
function swap(old, fresh) {
  if (!old || !fresh) return;
  const open = new Set([...old.querySelectorAll("details[open][data-keep]")].map((d) => d.dataset.keep));
  for (const details of fresh.querySelectorAll("details[data-keep]")) {
    if (open.has(details.dataset.keep)) details.open = true;
  }
  const active = old.contains(document.activeElement) ? document.activeElement : null;
  const place = active && mark(active);
  const typed = active?.matches("input[type=search]") ? active.value : null;
  old.replaceWith(document.adoptNode(fresh));
  const focus = place && find(fresh, place);
  if (focus) {
    if (typed !== null) focus.value = typed;
    focus.focus({ preventScroll: true });
  }
}

// How to find an element again: by its id, or by what it is and leads to.
function mark(element) {
  if (element.id) return { id: element.id };
  const link = element.getAttribute("href");
  if (link) return { link, text: element.textContent };
  const details = element.closest("details[data-keep]");
  return details ? { keep: details.dataset.keep } : null;
}

function find(region, place) {
  if (place.id) return region.querySelector(`#${CSS.escape(place.id)}`);
  if (place.keep) return region.querySelector(`details[data-keep="${CSS.escape(place.keep)}"] > summary`);
  const links = [...region.querySelectorAll("a[href]")];
  return links.find((a) => a.getAttribute("href") === place.link) ?? links.find((a) => a.textContent === place.text);
}

function tell(text) {
  const line = document.getElementById("told");
  if (line && text) line.textContent = text;
}

// Goes to an address of this page without a new page.
function go(address) {
  history.pushState(null, "", address);
  exchange(address);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-soft]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const address = new URL(link.href);
  if (address.pathname !== location.pathname) return;
  event.preventDefault();
  go(address.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-soft]");
  if (!form) return;
  event.preventDefault();
  const address = new URL(form.action);
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  address.search = new URLSearchParams(pairs).toString();
  for (const details of form.querySelectorAll("details[open]")) details.open = false;
  go(address.href);
});

addEventListener("popstate", () => exchange(location.href));

// Filter panels close like menus do.
document.addEventListener("click", (event) => {
  for (const details of document.querySelectorAll("#filters > details[open]")) {
    if (!details.contains(event.target)) details.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const details = event.target.closest?.("#filters > details[open]");
    if (details) {
      details.open = false;
      details.querySelector("summary").focus();
    }
    return;
  }
  if (event.target.closest("input, select, textarea") || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === "/") {
    const search = document.getElementById("q");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  } else if (event.key === "j" || event.key === "k") {
    const list = [...document.querySelectorAll(".comment")];
    const at = list.findIndex((item) => item.contains(document.activeElement));
    const next = list[Math.max(0, Math.min(list.length - 1, at + (event.key === "j" ? 1 : -1)))];
    next?.focus();
  } else if (event.key === "Enter" && event.target.matches(".comment")) {
    event.target.querySelector("a[href]")?.click();
  }
});

// Live: the server says where the survey stands; when that is elsewhere, the page is fetched.
function listen() {
  const address = results()?.dataset.live;
  if (!address || source || document.hidden) return;
  source = new EventSource(address);
  source.addEventListener("changed", (event) => {
    // An older page of comments stays as it is while somebody reads it.
    if (new URLSearchParams(location.search).has("before")) return;
    if (event.data !== results()?.dataset.mark) {
      exchange(location.href, { filters: false, told: true });
    }
  });
}

function stop() {
  source?.close();
  source = null;
}

document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
addEventListener("pagehide", stop);
addEventListener("pageshow", listen);

listen();
