// The panel for editors: why a reply is what it is, and where in the content its words stand.

import { byId, make, icon } from "./dom.js";
import { Refused, get } from "./server.js";
import { state } from "./state.js";

const panel = byId("why");
const body = byId("why-body");
const toggle = byId("why-toggle");
const PLACES = 3; // that are shown at once, answers first
const WORDINGS = 6;
const WIDE = matchMedia("(min-width: 1080px)");
let shown = null; // {chat, id}
let closely = false; // whether the nearest wordings are unfolded

export const hooks = { choose: () => {}, toast: () => {} };
export const isOpen = () => !panel.hidden;

export function setOpen(open) {
  panel.hidden = !open;
  toggle.setAttribute("aria-pressed", String(open));
  document.body.classList.toggle("with-why", open);
  if (!open) hooks.choose(null);
}

export function begin() {
  toggle.addEventListener("click", () => {
    if (isOpen()) setOpen(false);
    else showLatest(true);
  });
  byId("why-close").addEventListener("click", () => {
    setOpen(false);
    byId("text").focus();
  });
  if (WIDE.matches) setOpen(true);
  empty();
}

function empty() {
  shown = null;
  body.removeAttribute("aria-busy");
  body.replaceChildren(make("p.why-empty", {}, icon("why"), make("span", {}, "Ask something. What the bot saw in the question, how sure it was, and the file and line that its answer comes from will stand here.")));
}

export function showLatest(open = false) {
  const answers = [...state.messages[state.chat].values()].filter((one) => (one.by_bot || one.via_bot) && !one.service);
  const last = answers.filter((one) => state.chat !== "group" || one.topic === state.topic).at(-1);
  if (open) setOpen(true);
  if (last) show(last, false);
  else empty();
}

// A reply arrived: follow it where the panel is beside the chat.
export function arrived(message) {
  if (isOpen() && WIDE.matches) show(message, false);
}

export async function show(message, open = true) {
  if (open) setOpen(true);
  shown = { chat: state.chat, id: message.id };
  const mine = shown;
  body.setAttribute("aria-busy", "true");
  try {
    const why = await get(`why/${mine.chat}/${mine.id}`);
    if (mine !== shown) return;
    hooks.choose(mine.id);
    body.replaceChildren(...told(why, mine));
    body.scrollTop = 0;
    body.removeAttribute("aria-busy");
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    body.replaceChildren(make("p.why-empty", {}, problem.message));
    body.removeAttribute("aria-busy");
  }
}

const KINDS = { answer: "Answered", suggest: "Offered choices", abstain: "Said that it has no answer", urgent: "Urgent help", smalltalk: "The bot’s own words" };

function told(why, mine) {
  const one = why.explanation;
  const parts = [];
  const head = one ? one.because : unasked(why);
  parts.push(make(`section.decision.${why.kind || "page"}`, {}, make("b", {}, KINDS[why.kind] || "A message"), make("p", {}, head)));
  const seen = inView(why.parts);
  if (seen) parts.push(seen);
  const where = places(why.places);
  if (where) parts.push(where);
  if (!one) return parts;
  parts.push(read(one), sureness(one), topics(one), nearest(mine));
  if (one.parts.length) parts.push(pieces(one));
  return parts;
}

const PARTS = { title: "title", lead: "short answer", list: "lines that answer", note: "note", evidence: "evidence", details: "details", sources: "sources", disclaimer: "disclaimer" };

// What people read at once, and what they unfold; in a group the latter is in the private chat.
function inView(parts) {
  if (!parts.length) return null;
  const told = (folded) => {
    const those = parts.filter((part) => part[1] === folded);
    const characters = those.reduce((sum, part) => sum + part[2], 0);
    return those.length ? `${[...new Set(those.map(([kind]) => PARTS[kind] ?? kind))].join(", ")} (${characters} characters)` : "";
  };
  return section("What is in view", facts([["In view", told(false)], ["Folded", told(true)]]));
}

function unasked(why) {
  if (why.outdated) return "The content was changed twice since. Ask again to see why it would be answered now.";
  if (why.way === "picked") return `A button asked for “${why.picked}”.`;
  if (why.way === "page") return "A page in the bot’s own words; no question was matched.";
  return "This was not answered by matching.";
}

function section(title, ...children) {
  return make("section", {}, make("h3", {}, title), ...children);
}

function places(all) {
  if (!all.length) return null;
  const rows = all.map((one) => {
    const where = one.line ? `${one.path}:${one.line}` : one.path;
    const copy = async () => {
      await navigator.clipboard.writeText(`${state.scene.content}/${where}`);
      hooks.toast("Copied where it stands.");
    };
    return make("li", {}, make("span", {}, one.what), make("button.place", { type: "button", title: "Copy the whole path", onclick: copy }, where));
  });
  const shown = rows.slice(0, PLACES);
  const rest = rows.slice(PLACES);
  const folded = rest.length ? make("details", {}, make("summary", {}, `${rest.length} more`), make("ul.places", {}, ...rest)) : null;
  return section("Where the words stand", make("ul.places", {}, ...shown), folded);
}

function facts(rows) {
  const listed = rows.filter(([, value]) => value);
  return make("dl", {}, ...listed.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
}

function read(one) {
  return section(
    "What was read",
    facts([
      ["Question", one.question],
      ["Spoken of before", one.context.join(" / ")],
      ["Read together with", one.in_light_of],
      ["Repaired", one.repaired.map(([from, to]) => `${from} → ${to}`).join(", ")],
      ["Names", one.names.map((name) => `${name.name}: ${name.what}`).join("; ")],
      ["Unknown words", one.unknown.join(", ")],
      ["Language", one.language],
      ["Compared as", one.matched],
    ]),
  );
}

function meter(label, value, from, note, kind = "") {
  const percent = (share) => Math.round(share * 100);
  const bar = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  bar.setAttribute("viewBox", "0 0 100 6");
  bar.setAttribute("preserveAspectRatio", "none");
  bar.setAttribute("class", value >= from ? `bar over ${kind}` : "bar");
  bar.setAttribute("aria-hidden", "true");
  const rect = (x, width, kind) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [key, part] of Object.entries({ x, y: 0, width, height: 6, class: kind })) element.setAttribute(key, part);
    bar.append(element);
  };
  rect(0, 100, "rail");
  rect(0, Math.max(0, Math.min(100, value * 100)), "fill");
  rect(Math.min(99.2, from * 100), 0.8, "mark");
  return make("div.meter", {}, make("p", {}, make("span", {}, label), make("b", {}, `${percent(value)} %`)), bar, make("small", {}, `${note} ${percent(from)} %`));
}

function sureness(one) {
  const danger = one.danger;
  return section(
    "How sure",
    meter("The best topic is what was asked", one.certainty, one.answers_from, "answers from"),
    meter("The FAQ covers it", one.chance_in_scope, one.choices_from, "choices from"),
    meter(danger.signs.length ? `Danger (signs of ${danger.signs.join(", ")})` : "Danger", danger.chance, danger.urgent_from, danger.chance < 0.01 ? "urgent from" : `likeliest: ${danger.situation}; urgent from`, "alarm"),
  );
}

function topics(one) {
  const rows = [...one.topics, ...one.beyond].map((each) =>
    make("tr", {}, make("td", {}, each.title || each.label, each.title ? make("small", {}, each.label) : null), make("td.number", {}, each.score.toFixed(2))),
  );
  return section("Topics", make("table", {}, make("tbody", {}, ...rows)));
}

// Each likeness that the matcher measured has a column.
function wordings(one) {
  const all = one.nearest.slice(0, WORDINGS);
  const kinds = Object.keys(all[0] ?? {}).filter((key) => all.some((each) => typeof each[key] === "number"));
  const rows = all.map((each) =>
    make(
      "tr",
      {},
      make("td", {}, `“${each.text}”`, make("small", {}, `${each.belongs_to}, writer ${each.writer}`)),
      ...kinds.map((kind) => make("td.number", {}, each[kind]?.toFixed(2) ?? "–")),
    ),
  );
  const head = make("thead", {}, make("tr", {}, make("th", {}, "likeness of"), ...kinds.map((kind) => make("th.number", {}, kind))));
  return make("table", {}, head, make("tbody", {}, ...rows));
}

// The nearest wordings take a second or more to find, so they are looked for by who opens this.
function nearest(mine) {
  const place = make("div", {}, "Looking …");
  const fold = make("details", { open: closely }, make("summary", {}, make("h3", {}, "Nearest wordings")), place);
  const look = async () => {
    closely = fold.open;
    if (!closely) return;
    const why = await get(`why/${mine.chat}/${mine.id}?closely`);
    place.replaceChildren(why.explanation ? wordings(why.explanation) : "Not known any more.");
  };
  fold.addEventListener("toggle", look);
  return make("section", {}, fold);
}

function pieces(one) {
  const rows = one.parts.map((each) =>
    make("tr", {}, make("td", {}, each.text, make("small", {}, `${each.topic}${each.is_question ? "" : ", does not count"}`)), make("td.number", {}, each.chance.toFixed(2))),
  );
  return section("Pieces", make("table", {}, make("tbody", {}, ...rows)));
}
