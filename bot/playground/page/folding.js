// Quotations that are folded until somebody presses them, as Telegram shows them: three lines, and an arrow.

import { make } from "./dom.js";

const LINES = 3;

// What fits into those lines is shown whole; that depends on how wide the page is.
const watcher = new ResizeObserver((seen) => seen.forEach(({ target }) => fit(target)));

function fit(inner) {
  const quote = inner.parentElement;
  const line = parseFloat(getComputedStyle(inner).lineHeight);
  const isLong = inner.scrollHeight > line * (LINES + 0.5);
  quote.classList.toggle("long", isLong);
  inner.inert = isLong && !quote.classList.contains("open");
}

function turn(quote, inner, arrow) {
  const open = quote.classList.toggle("open");
  arrow.setAttribute("aria-expanded", String(open));
  arrow.setAttribute("aria-label", open ? "Show less" : "Show more");
  fit(inner);
}

export function folding(children) {
  const inner = make("div.quoted", {}, ...children);
  const arrow = make("button.unfold", { type: "button", "aria-expanded": "false", "aria-label": "Show more" });
  const quote = make("blockquote.folding", {}, inner, arrow);
  quote.addEventListener("click", (event) => {
    const folded = !quote.classList.contains("open");
    if (quote.classList.contains("long") && (folded || event.target === arrow)) turn(quote, inner, arrow);
  });
  watcher.observe(inner);
  return quote;
}
