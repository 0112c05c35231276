// A dashboard on top of what works without scripts: blocks change when answers come in, filters act
// without a new page, charts can be had as PNG.

const board = () => document.getElementById("board");
let source = null;
let going = null;

// Puts the new part in place of the old one: open parts stay open, the focus stays where it was.
function swap(old, fresh) {
  if (!old || !fresh) return;
  const open = new Set([...old.querySelectorAll("details[open][data-keep]")].map((d) => d.dataset.keep));
  for (const details of fresh.querySelectorAll("details[data-keep]")) {
    if (open.has(details.dataset.keep)) details.open = true;
  }
  const active = old.contains(document.activeElement) ? document.activeElement : null;
  const link = active?.getAttribute("href");
  const keep = active?.closest("details[data-keep]")?.dataset.keep;
  const id = active?.id;
  old.replaceWith(document.adoptNode(fresh));
  improve(fresh);
  if (!active) return;
  const focus = (id && fresh.querySelector(`#${CSS.escape(id)}`))
    || (link && [...fresh.querySelectorAll("a[href]")].find((a) => a.getAttribute("href") === link))
    || (keep && fresh.querySelector(`details[data-keep="${CSS.escape(keep)}"] > summary`));
  focus?.focus({ preventScroll: true });
}

// Another filter: the whole page, exchanged in parts.
async function exchange(address) {
  going?.abort();
  going = new AbortController();
  try {
    const reply = await fetch(address, { headers: { accept: "text/html" }, signal: going.signal });
    if (!reply.ok || reply.redirected) return void location.assign(address);
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (!page.getElementById("board")) return void location.assign(address);
    stop();
    for (const id of ["filters", "board", "keep"]) {
      const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
      if (old && fresh) swap(old, fresh);
      else if (old) old.remove();
      else if (fresh) document.getElementById("filters")?.after(document.adoptNode(fresh));
    }
    document.querySelector(".page-title a[href*='/wall']")?.setAttribute("href", page.querySelector(".page-title a[href*='/wall']")?.getAttribute("href") ?? "");
    document.title = page.title;
    listen();
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

function go(address) {
  history.pushState(null, "", address);
  exchange(address);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const address = new URL(link.href, location.href);
  // Marks that filter lead to this very page.
  const soft = link.matches("[data-soft]") || link.closest("#board");
  if (!soft || link.hasAttribute("download") || address.pathname !== location.pathname || address.hash) return;
  event.preventDefault();
  go(address.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-soft]");
  if (!form) return;
  event.preventDefault();
  const address = new URL(form.action, location.href);
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  // A relative period and days of one's own exclude each other: what was changed last counts.
  const isRelative = pairs.some(([name]) => name === "period");
  const kept = isRelative ? pairs.filter(([name]) => name !== "from" && name !== "to") : pairs;
  address.search = new URLSearchParams(kept).toString();
  for (const details of form.querySelectorAll("details[open]")) details.open = false;
  go(address.href);
});

// Choosing days takes the relative period away.
document.addEventListener("change", (event) => {
  if (event.target.matches("#from, #to") && event.target.value) document.getElementById("period").value = "";
});

addEventListener("popstate", () => exchange(location.href));

document.addEventListener("click", (event) => {
  for (const details of document.querySelectorAll("#filters > details[open]")) {
    if (!details.contains(event.target)) details.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const details = event.key === "Escape" && event.target.closest?.("#filters > details[open]");
  if (details) {
    details.open = false;
    details.querySelector("summary").focus();
  }
});

// Live: something changed; only the blocks that are other ones are fetched.
let fetching = false;
let again = false;

async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  const here = board();
  try {
    const address = new URL(here.dataset.blocks, location.href);
    for (const block of here.querySelectorAll(":scope > [data-mark]")) {
      address.searchParams.append("have", `${block.id.slice(2)}.${block.dataset.mark}`);
    }
    const reply = await fetch(address, { headers: { accept: "text/html" } });
    if (!reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (here !== board()) return;
    if (page.getElementById("revision")?.dataset.revision !== here.dataset.revision) {
      await exchange(location.href);
      return;
    }
    let changed = false;
    for (const fresh of [...page.querySelectorAll("[data-mark]")]) {
      const old = document.getElementById(fresh.id);
      if (old) {
        swap(old, fresh);
        fresh.classList.add("just-changed");
        changed = true;
      }
    }
    const told = document.getElementById("told");
    if (changed && told) told.textContent = told.dataset.told;
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

function listen() {
  const address = board()?.dataset.live;
  if (!address || source || document.hidden) return;
  source = new EventSource(address);
  source.addEventListener("changed", refresh);
}

function stop() {
  source?.close();
  source = null;
}

document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
addEventListener("pagehide", stop);
addEventListener("pageshow", listen);

// PNG downloads, drawn from the SVG in the browser.
function improve(region) {
  for (const link of region.querySelectorAll("a[data-png]")) {
    const png = document.createElement("a");
    png.href = link.href;
    png.textContent = link.dataset.png;
    png.setAttribute("download", "");
    png.addEventListener("click", (event) => {
      event.preventDefault();
      download(link.href);
    });
    link.after(" ", png);
  }
}

async function download(address) {
  const text = await (await fetch(address)).text();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "chart.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}

improve(document);
listen();
