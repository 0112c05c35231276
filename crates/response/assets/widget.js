// A survey on a web page: a button that opens it in a dialog, or the form in place. No cookies,
// nothing remembered, nothing read of the page but this script's own attributes.
(() => {
  const script = document.currentScript;
  if (!script) return;
  const { survey, mode = "button", label, language } = script.dataset;
  if (!survey || !/^[a-z0-9]{1,64}$/i.test(survey)) return;
  const base = new URL(script.src).origin;
  const own = (language || document.documentElement.lang || "en").toLowerCase();
  const words = own.startsWith("nl")
    ? { open: "Geef uw mening", close: "Sluiten", title: "Vragenlijst" }
    : { open: "Give feedback", close: "Close", title: "Survey" };

  const address = new URL(`/w/${survey}`, base);
  if (language) address.searchParams.set("language", language);
  for (const { name, value } of script.attributes) {
    if (name.startsWith("data-attribute-")) {
      address.searchParams.append(`a.${name.slice(15)}`, value.slice(0, 200));
    }
  }

  const make = (name, properties, style) => {
    const element = Object.assign(document.createElement(name), properties);
    // Set by script, not by attribute: a strict policy of the page allows it.
    Object.assign(element.style, style);
    return element;
  };

  const frame = () =>
    make("iframe", { src: address.href, title: words.title, referrerPolicy: "origin" }, {
      width: "100%", height: "26rem", border: "0", display: "block", colorScheme: "normal",
    });

  const listen = (iframe, onClose) => {
    window.addEventListener("message", (event) => {
      if (event.origin !== base || event.source !== iframe.contentWindow) return;
      const { height, close } = (event.data && event.data.luister) || {};
      if (Number.isFinite(height)) iframe.style.height = `${Math.min(Math.max(height, 100), 4000)}px`;
      if (close && onClose) onClose();
    });
  };

  if (mode === "inline") {
    const iframe = frame();
    script.after(iframe);
    listen(iframe);
    return;
  }

  const button = make("button", { type: "button", textContent: label || words.open });
  button.className = "luister-button";
  button.setAttribute("aria-haspopup", "dialog");
  if (mode === "popup") {
    Object.assign(button.style, {
      position: "fixed", insetInlineEnd: "1rem", bottom: "1rem", zIndex: "2147483000",
      padding: "0.75rem 1.25rem", font: "inherit", cursor: "pointer",
    });
    document.body.append(button);
  } else {
    script.after(button);
  }

  let dialog = null;
  // At once: who opens it again before the browser says that it closed gets a new one.
  const shut = () => {
    if (!dialog) return;
    const old = dialog;
    dialog = null;
    old.close();
    old.remove();
    button.focus();
  };
  const build = () => {
    // A modal dialog of the browser: it keeps the focus inside, ends by Escape and gives the focus
    // back to the button.
    dialog = make("dialog", { className: "luister-dialog" }, {
      width: "min(40rem, 100vw - 2rem)", maxHeight: "calc(100vh - 2rem)", padding: "0",
      border: "0", borderRadius: "0.5rem", overflow: "auto",
    });
    dialog.setAttribute("aria-label", label || words.title);
    const close = make("button", { type: "button", textContent: words.close }, {
      display: "block", marginInlineStart: "auto", padding: "0.75rem 1rem", font: "inherit",
      background: "none", border: "0", cursor: "pointer",
    });
    close.addEventListener("click", shut);
    const iframe = frame();
    listen(iframe, shut);
    dialog.append(close, iframe);
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      shut();
    });
    document.body.append(dialog);
  };
  button.addEventListener("click", () => {
    if (!dialog) build();
    dialog.showModal();
  });
})();
