// The form in a frame of somebody's web page: tells that page how high it is, and when Escape was
// pressed in it. Only pages of allowed sites can hold this frame, and neither is a secret.

const tell = (message) => window.parent.postMessage({ luister: message }, "*");

const height = () => tell({ height: Math.ceil(document.documentElement.getBoundingClientRect().height) });

if (window.parent !== window) {
  new ResizeObserver(height).observe(document.documentElement);
  window.addEventListener("load", height);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tell({ close: true });
  });
}
