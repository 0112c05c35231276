// Keys for who works through many cases. Everything they do can be done without them.
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
const lines = () => [...document.querySelectorAll(".case-lines > li > a")];

/** Moves through the list by `step`; what is chosen has the focus, so that Enter opens it. */
function move(step) {
  const all = lines();
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
  next?.focus();
}

/** Opens the part of the page that `key` stands for, and goes to its first field. */
function act(key) {
  const target = document.querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  const part = target.closest("details");
  if (!part) {
    target.click();
    return true;
  }
  part.open = true;
  part.scrollIntoView({ block: "nearest" });
  const field = part.querySelector("input:not([type=hidden]), select, textarea, button");
  (field ?? target).focus();
  return true;
}

function help() {
  document.querySelector("dialog.keys")?.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape") {
    // Out of a field, so that keys mean something again.
    if (typing(event.target)) event.target.blur();
    return;
  }
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const done = {
    j: () => (move(1), true),
    k: () => (move(-1), true),
    w: () => (location.assign("/work"), true),
    "?": () => (help(), true),
  }[event.key] ?? (() => act(event.key));
  if (done()) event.preventDefault();
});
