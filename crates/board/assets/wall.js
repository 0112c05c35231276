// The wall screen: goes on by itself, changes live, and says when it is no longer connected.

const main = document.getElementById("main");
const lost = document.getElementById("lost");
const place = document.getElementById("place");
const shown = () => [...main.querySelectorAll(".wall-block")];
/** Signs of life come every five seconds; after so many milliseconds without one the line is dead. */
const SILENT = 12_000;
let at = Math.max(0, shown().findIndex((block) => !block.hidden));
let heard = Date.now();
let since = new Date();
let source = null;
let fetching = false;
let again = false;

function show(next) {
  const all = shown();
  if (!all.length) return;
  at = next % all.length;
  all.forEach((block, index) => { block.hidden = index !== at; });
  place.textContent = `${at + 1} / ${all.length}`;
}

// The next block; after the last one the next dashboard, if there is one and we are connected.
function forth() {
  const last = at + 1 >= shown().length;
  if (last && main.dataset.next && lost.hidden) return void location.assign(main.dataset.next);
  show(at + 1);
}
setInterval(forth, Number(main.dataset.seconds) * 1000);

document.addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight" || event.key === " ") show(at + 1);
  else if (event.key === "ArrowLeft") show(at + shown().length - 1);
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
    if (reply.status === 401 || reply.status === 404 || reply.redirected) return void location.reload();
    if (!reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (page.getElementById("revision")?.dataset.revision !== main.dataset.revision) return void location.reload();
    for (const fresh of [...page.querySelectorAll("[data-mark]")]) {
      document.getElementById(fresh.id)?.replaceWith(document.adoptNode(fresh));
      fresh.classList.add("just-changed");
    }
  } catch {
    // The next event tries again.
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
  source.addEventListener("open", alive);
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
