// Small help with elements. Text is only ever set as text, so nobody's words can become markup.

export const byId = (id) => document.getElementById(id);

// An element: its tag (with classes after dots), its attributes, and its children (elements or texts).
export function make(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  picture.append(use);
  return picture;
}

// The signs that the bot's buttons are made of, drawn: not every machine has a font for them.
const SIGNS = { "👍": "up", "👎": "down", "🆘": "help" };

export function pictured(text) {
  return text.split(/(👍|👎|🆘)/u).filter(Boolean).map((part) => {
    if (!SIGNS[part]) return part;
    const sign = icon(SIGNS[part]);
    sign.removeAttribute("aria-hidden");
    sign.setAttribute("role", "img");
    sign.setAttribute("aria-label", part);
    sign.classList.add("sign");
    return sign;
  });
}

export function timeOf(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}
