// The list above the line that is written: commands after "/", inline results after "@bot ".

import { byId, make } from "./dom.js";

const box = byId("popup");
const field = byId("text");
let options = [];
let active = -1;

export const isOpen = () => !box.hidden;

export function close() {
  box.hidden = true;
  box.replaceChildren();
  options = [];
  active = -1;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

// `items`: {title, detail, run}; `head` is a line above them, `more` an optional {label, run} below.
export function open(head, items, { more = null, kind = "", select = 0 } = {}) {
  options = items;
  const rows = items.map((item, index) =>
    make(
      "div.option",
      {
        role: "option", id: `option-${index}`, "aria-selected": "false",
        onmousedown: (event) => event.preventDefault(), // the line keeps the focus
        onclick: () => run(index),
        onmousemove: () => mark(index, false),
      },
      make("b", {}, item.title),
      item.detail ? make("span", {}, item.detail) : null,
    ),
  );
  box.dataset.kind = kind;
  const listed = make("div.options", { role: "listbox", id: "popup-list", "aria-label": head }, ...rows);
  const below = more ? make("button.more", { type: "button", onclick: more.run }, more.label) : null;
  box.replaceChildren(make("p.popup-head", {}, head), listed, ...(below ? [below] : []));
  box.hidden = false;
  field.setAttribute("aria-expanded", "true");
  active = -1;
  if (rows.length) mark(Math.min(select, rows.length - 1), true);
}

function mark(index, scroll) {
  if (index === active) return;
  box.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
  const row = byId(`option-${index}`);
  row.setAttribute("aria-selected", "true");
  if (scroll) row.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", row.id);
  active = index;
}

function run(index) {
  options[index].run();
}

// Whether the key was meant for the list.
export function key(event) {
  if (!isOpen()) return false;
  if (event.key === "Escape") close();
  else if (!options.length) return false;
  else if (event.key === "ArrowDown") mark((active + 1) % options.length, true);
  else if (event.key === "ArrowUp") mark((active - 1 + options.length) % options.length, true);
  else if (event.key === "Enter" || event.key === "Tab") run(active);
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}
