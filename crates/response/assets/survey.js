// Makes the survey page hold out on a bad connection. Everything works without it.

const form = document.getElementById("answers");
const status = document.getElementById("sending");

if (form && status) {
  let changed = false;
  let leaving = false;
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  // Whether the server can be reached right now.
  const reachable = async () => {
    try {
      const options = { cache: "no-store", signal: AbortSignal.timeout(5000) };
      return (await fetch("/livez", options)).ok;
    } catch {
      return false;
    }
  };

  form.addEventListener("input", (event) => {
    changed = true;
    // Who writes another moment chooses it.
    const option = document.getElementById(event.target.dataset.chooses ?? "");
    if (option && event.target.value.trim()) option.checked = true;
  });

  // A form sent without a connection gives the browser's error page. So ask first, and keep the
  // page with its answers until there is one. Sending twice is harmless: it is the same response.
  form.addEventListener("submit", async (event) => {
    if (leaving) return;
    event.preventDefault();
    if (form.dataset.sending) return;
    form.dataset.sending = "yes";
    for (let pause = 1000; !(await reachable()); pause = Math.min(pause * 2, 15000)) {
      status.textContent = form.dataset.trying;
      await wait(pause);
    }
    status.textContent = "";
    delete form.dataset.sending;
    leaving = true;
    form.requestSubmit(event.submitter);
  });

  window.addEventListener("beforeunload", (event) => {
    if (changed && !leaving) event.preventDefault();
  });

  // The Back button may show this page again as it was left.
  window.addEventListener("pageshow", () => {
    leaving = false;
    status.textContent = "";
  });
}

// A mail scanner opens links too. That a person is here shows by a pointer or a key, and by how
// long the page is looked at; nothing else is told.
if (form && form.dataset.seen) {
  const seen = { visit: form.dataset.visit, pointer: false, keyboard: false, visible_seconds: 0 };
  const LONG_ENOUGH_MS = 5000;
  let visibleMs = 0;
  let since = document.visibilityState === "visible" ? performance.now() : null;
  let told = "";

  const count = () => {
    if (since === null) return;
    const now = performance.now();
    visibleMs += now - since;
    since = now;
  };

  const tell = () => {
    count();
    seen.visible_seconds = Math.floor(visibleMs / 1000);
    const now = `${seen.pointer} ${seen.keyboard} ${seen.visible_seconds}`;
    if (now === told || !(seen.pointer || seen.keyboard)) return;
    told = now;
    const body = new Blob([JSON.stringify(seen)], { type: "application/json" });
    if (!navigator.sendBeacon(form.dataset.seen, body)) {
      fetch(form.dataset.seen, { method: "POST", body, keepalive: true }).catch(() => {});
    }
  };

  const sign = (kind) => (event) => {
    // What a script makes is no sign of a person.
    if (!event.isTrusted || seen[kind]) return;
    seen[kind] = true;
    count();
    if (visibleMs >= LONG_ENOUGH_MS) tell();
  };
  for (const name of ["pointermove", "pointerdown", "touchstart", "wheel"]) {
    document.addEventListener(name, sign("pointer"), { passive: true });
  }
  document.addEventListener("keydown", sign("keyboard"));
  document.addEventListener("visibilitychange", () => {
    count();
    since = document.visibilityState === "visible" ? performance.now() : null;
    if (since === null) tell();
  });
  window.addEventListener("pagehide", tell);
  const waiting = setInterval(() => {
    count();
    if (visibleMs < LONG_ENOUGH_MS) return;
    tell();
    if (told) clearInterval(waiting);
  }, 1000);
}
