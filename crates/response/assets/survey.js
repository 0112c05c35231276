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
