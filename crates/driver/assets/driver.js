// The drivers page on top of what works without scripts: number fields become sliders that answer
// at once, and intervals that are still being computed appear by themselves.

const lang = document.documentElement.lang || "en";
const tenth = new Intl.NumberFormat(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const write = (number) => tenth.format(Math.abs(number) < 0.05 ? 0 : number).replace("-", "−");
const signed = (number) => (number >= 0.05 ? `+${write(number)}` : write(number));
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);

const fields = (form) => [...form.querySelectorAll("input[data-driver]")];
const lifted = (form) => fields(form).filter((field) => Number(field.value) > 0);

/** One driver is a straight line: its gain at a share is that share of its gain. */
function alone(field) {
  const share = Number(field.value) / 100;
  const [gain, low, high] = [field.dataset.gain, field.dataset.low, field.dataset.high].map((end) => share * Number(end));
  return { gain, low, high };
}

function show(form) {
  for (const field of fields(form)) {
    const { gain, low, high } = alone(field);
    const row = field.closest(".slider");
    row.querySelector(".unit").textContent = `${field.value} %`;
    row.querySelector("output").textContent =
      Number(field.value) > 0 ? fill(form.dataset.small, { gain: signed(gain), low: write(low), high: write(high) }) : "";
  }
  const result = form.querySelector("#lift-result");
  const on = lifted(form);
  if (on.length > 1) return void several(form, result);
  running?.abort();
  clearTimeout(soon);
  const before = Number(form.dataset.before);
  const line = document.createElement("p");
  line.className = "finding num";
  if (on.length === 0) {
    line.textContent = form.dataset.nothing;
  } else {
    const { gain, low, high } = alone(on[0]);
    line.textContent = fill(form.dataset.sentence, {
      before: write(before), after: write(before + gain), gain: signed(gain), low: write(low), high: write(high),
    });
  }
  result.replaceChildren(line);
  remember(form);
}

let running = null;
let soon = 0;

/** Several are not the sum of each: the server computes them together. */
function several(form, result) {
  clearTimeout(soon);
  soon = setTimeout(async () => {
    running?.abort();
    const own = (running = new AbortController());
    try {
      const reply = await fetch(`${form.dataset.fetch}?${query(form)}`, { signal: own.signal });
      if (!reply.ok || reply.redirected || !form.isConnected) return;
      const fragment = new DOMParser().parseFromString(await reply.text(), "text/html");
      if (own.signal.aborted) return;
      result.replaceChildren(...fragment.body.childNodes);
      remember(form);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }, 120);
}

/** The form as an address: what is not lifted is left out. */
function query(form) {
  const pairs = [...form.querySelectorAll("input[type=hidden]")].map((field) => [field.name, field.value]);
  for (const field of lifted(form)) pairs.push(["lift", `${field.dataset.driver}:${field.value}`]);
  return new URLSearchParams(pairs).toString();
}

function remember(form) {
  const asked = query(form);
  history.replaceState(history.state, "", asked ? `?${asked}` : location.pathname);
}

/** Number fields become sliders. */
function improve() {
  const form = document.getElementById("lift");
  if (form && !form.dataset.improved) {
    form.dataset.improved = "1";
    for (const field of fields(form)) {
      const value = field.value;
      field.type = "range";
      field.value = value;
      field.closest(".slider").querySelector(".unit").textContent = `${value} %`;
    }
    form.querySelector("[type=submit]").hidden = true;
    const reset = form.querySelector("[type=reset]");
    reset.hidden = false;
    reset.addEventListener("click", (event) => {
      event.preventDefault();
      for (const field of fields(form)) field.value = 0;
      show(form);
    });
  }
  wait();
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("#lift");
  if (form) show(form);
});

let waiting = null;

/** Asks until the intervals are there, then puts them in place. */
async function wait() {
  const line = document.getElementById("waiting");
  const address = line?.dataset.ready;
  if (!address || waiting === address) return;
  waiting = address;
  try {
    for (let tries = 0; tries < 200; tries++) {
      const reply = await fetch(address);
      if (!reply.ok || reply.redirected || waiting !== address) return;
      if ((await reply.json()).ready) {
        if (document.getElementById("waiting") === line) await refresh(line);
        return;
      }
      await new Promise((done) => setTimeout(done, 1000));
    }
  } catch {
    // The link beside the line does the same.
  } finally {
    if (waiting === address) waiting = null;
  }
}

async function refresh(line) {
  const told = line.dataset.done;
  const reply = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!reply.ok || reply.redirected) return;
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const [old, fresh] = [document.getElementById("results"), page.getElementById("results")];
  if (!old || !fresh) return;
  const open = new Set([...old.querySelectorAll("details[open][data-keep]")].map((one) => one.dataset.keep));
  for (const one of fresh.querySelectorAll("details[data-keep]")) one.open = open.has(one.dataset.keep);
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(document.adoptNode(fresh));
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  document.getElementById("told").textContent = told;
}

// Filters exchange the results without a new page.
new MutationObserver(improve).observe(document.querySelector("main"), { childList: true, subtree: true });
improve();
