// The wall screen: goes on by itself, changes live, says when it is no longer connected, and is
// itself again as soon as the server is.

const main = document.getElementById("main");
const lost = document.getElementById("lost");
const place = document.getElementById("place");
const pause = document.getElementById("pause");
const shown = () => [...main.querySelectorAll(".wall-block")];
/** Signs of life come every five seconds; after so many milliseconds without one the line is dead. */
const SILENT = 12_000;
const STEP = Number(main.dataset.seconds) * 1000;
let at = Math.max(0, shown().findIndex((block) => !block.hidden));
let heard = Date.now();
let since = new Date();
let source = null;
let fetching = false;
let again = false;
let leaving = false;
let paused = false;
let timer = null;

function show(next) {
  const all = shown();
  if (!all.length) return;
  at = next % all.length;
  all.forEach((block, index) => { block.hidden = index !== at; });
  place.textContent = `${at + 1} / ${all.length}`;
  wait();
}

// A block that was just chosen stays its whole time.
function wait() {
  clearTimeout(timer);
  if (!paused) timer = setTimeout(forth, STEP);
}

// Goes to another page only when it is there: a page of the browser's own that says it isn't would
// stay for ever.
async function leave(address) {
  if (leaving) return;
  leaving = true;
  try {
    const reply = await fetch(address, { headers: { accept: "text/html" }, cache: "no-store" });
    // Not there or no longer for us: the page says so itself. Busy or starting: later.
    if (reply.status < 500) return void location.replace(address);
  } catch {
    // Not connected: what is shown stays.
  }
  leaving = false;
}

// The next block; after the last one the next dashboard, if there is one.
function forth() {
  const last = at + 1 >= shown().length;
  if (last && main.dataset.next) {
    leave(main.dataset.next);
    wait();
    return;
  }
  show(at + 1);
}

function toggle() {
  paused = !paused;
  pause.setAttribute("aria-pressed", String(paused));
  pause.textContent = paused ? pause.dataset.resume : pause.dataset.pause;
  wait();
}

pause.hidden = false;
pause.addEventListener("click", toggle);
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "ArrowRight") show(at + 1);
  else if (event.key === "ArrowLeft") show(at + shown().length - 1);
  else if (event.key === " " && !event.target.closest("a, button")) {
    event.preventDefault();
    toggle();
  }
});

async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  try {
    const address = new URL(main.dataset.blocks, location.href);
    for (const block of main.querySelectorAll("[data-mark]")) {
      address.searchParams.append("have", `${block.id.slice(2)}.${block.dataset.mark}`);
    }
    const reply = await fetch(address, { headers: { accept: "text/html" } });
    // The link or session is over: the page says so itself.
    if (reply.status === 401 || reply.status === 404 || reply.redirected) return void leave(location.href);
    if (!reply.ok) {
      // The server is busy or starting: it is asked again.
      setTimeout(refresh, 5_000);
      return;
    }
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (page.getElementById("revision")?.dataset.revision !== main.dataset.revision) return void leave(location.href);
    for (const fresh of [...page.querySelectorAll("[data-mark]")]) {
      document.getElementById(fresh.id)?.replaceWith(document.adoptNode(fresh));
      fresh.classList.add("just-changed");
    }
  } catch {
    // The next sign of life tries again.
  } finally {
    fetching = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

function alive() {
  heard = Date.now();
  since = new Date();
  lost.hidden = true;
}

function listen() {
  source?.close();
  source = new EventSource(main.dataset.live);
  source.addEventListener("open", () => {
    alive();
    // What changed while nobody was listening.
    refresh();
  });
  source.addEventListener("beat", alive);
  source.addEventListener("changed", () => {
    alive();
    refresh();
  });
}

setInterval(() => {
  const silent = Date.now() - heard;
  if (silent < SILENT) return;
  if (lost.hidden) {
    const time = since.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    lost.textContent = main.dataset.lost.replace("{time}", time);
    lost.hidden = false;
  }
  // Browsers give up on a line that was refused; we don't.
  if (source.readyState === EventSource.CLOSED) listen();
}, 1000);

addEventListener("offline", () => { heard = 0; });
listen();
wait();
