// Arranging a dashboard on top of its forms: drag a block, or move it with the arrows without a new
// page, or with Alt and an arrow key.

const list = document.getElementById("arrange");
const told = document.getElementById("told");
const blocks = () => [...list.querySelectorAll(":scope > .block")];
let dragged = null;

for (const block of blocks()) block.draggable = true;

async function store() {
  const body = new URLSearchParams(blocks().map((block) => ["block", block.dataset.id]));
  const reply = await fetch(list.dataset.to, { method: "POST", body }).catch(() => null);
  if (!reply?.ok) {
    told.textContent = told.dataset.failed;
    location.reload();
  }
}

function tell(block) {
  const all = blocks();
  told.textContent = told.dataset.moved
    .replace("{name}", block.dataset.name)
    .replace("{place}", all.indexOf(block) + 1)
    .replace("{all}", all.length);
  all.forEach((own, at) => {
    own.querySelector("[data-move='-1'] button").disabled = at === 0;
    own.querySelector("[data-move='1'] button").disabled = at === all.length - 1;
  });
}

function shift(block, by) {
  const other = by < 0 ? block.previousElementSibling : block.nextElementSibling;
  if (!other) return;
  if (by < 0) other.before(block);
  else other.after(block);
  tell(block);
  store();
}

list.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-move]");
  if (!form) return;
  event.preventDefault();
  const [block, by] = [form.closest(".block"), Number(form.dataset.move)];
  shift(block, by);
  const button = form.querySelector("button");
  const other = block.querySelector(`[data-move='${-by}'] button`);
  (button.disabled ? other : button).focus();
});

list.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const block = event.target.closest(".block");
  if (!block || event.target.matches("select, textarea")) return;
  event.preventDefault();
  const focus = document.activeElement;
  shift(block, event.key === "ArrowUp" ? -1 : 1);
  if (focus.disabled) block.querySelector("[data-move] button:not(:disabled)")?.focus();
  else focus.focus();
});

list.addEventListener("dragstart", (event) => {
  if (event.target.closest("input, textarea, select")) return;
  dragged = event.target.closest(".block");
  dragged?.classList.add("dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged?.dataset.name ?? "");
});

list.addEventListener("dragover", (event) => {
  const over = event.target.closest(".block");
  if (!dragged || !over) return;
  event.preventDefault();
  for (const block of blocks()) block.classList.toggle("over", block === over && block !== dragged);
});

list.addEventListener("drop", (event) => {
  const over = event.target.closest(".block");
  if (!dragged || !over || over === dragged) return;
  event.preventDefault();
  const all = blocks();
  if (all.indexOf(dragged) < all.indexOf(over)) over.after(dragged);
  else over.before(dragged);
  tell(dragged);
  store();
});

list.addEventListener("dragend", () => {
  for (const block of blocks()) block.classList.remove("over", "dragged");
  dragged = null;
});

// Text in fields can be chosen with the mouse: a block isn't dragged by its fields.
list.addEventListener("focusin", (event) => {
  const block = event.target.closest("input, textarea") && event.target.closest(".block");
  if (block) block.draggable = false;
});
list.addEventListener("focusout", (event) => {
  const block = event.target.closest(".block");
  if (block) block.draggable = true;
});
