// A message's text with its entities, as elements. Offsets are counted in UTF-16 units, as JavaScript counts them too.

import { folding } from "./folding.js";
import { make, pictured } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", spoiler: "span.spoiler",
};
// What Telegram makes clickable by itself in a bot's text.
const FOUND = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]]|(?<![\w/])\/[a-z][a-z0-9_]{0,31}\b(?!\/)/g;

function link(address, ...children) {
  const safe = /^https?:\/\//.test(address) ? address : undefined;
  return make("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

function plain(text, onCommand) {
  const parts = [];
  let last = 0;
  for (const found of text.matchAll(FOUND)) {
    parts.push(...pictured(text.slice(last, found.index)));
    const [word] = found;
    if (word.startsWith("/")) {
      parts.push(make("button.command", { type: "button", onclick: () => onCommand(word) }, word));
    } else {
      parts.push(link(word, word));
    }
    last = found.index + word.length;
  }
  parts.push(...pictured(text.slice(last)));
  return parts;
}

function wrapped(entity, children) {
  if (entity.type === "text_link") return link(entity.url, ...children);
  if (entity.type === "expandable_blockquote") return folding(children);
  return TAGS[entity.type] ? make(TAGS[entity.type], {}, ...children) : make("span", {}, ...children);
}

// A quotation stands in lines of its own: the line breaks around it belong to it.
const isQuote = (entity) => entity.type.endsWith("blockquote");

// The elements of text[from..to], inside which these entities lie (outer ones first).
function build(text, from, to, entities, onCommand) {
  const parts = [];
  let at = from;
  for (let index = 0; index < entities.length; ) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    const quoted = isQuote(entity);
    const gap = quoted && text[entity.offset - 1] === "\n" && entity.offset > at ? 1 : 0;
    parts.push(...plain(text.slice(at, entity.offset - gap), onCommand));
    let next = index + 1;
    while (next < entities.length && entities[next].offset < end) next += 1;
    parts.push(wrapped(entity, build(text, entity.offset, end, entities.slice(index + 1, next), onCommand)));
    at = quoted && text[end] === "\n" && end < to ? end + 1 : end;
    index = next;
  }
  parts.push(...plain(text.slice(at, to), onCommand));
  return parts;
}

export function formatted(text, entities, onCommand) {
  const known = entities.filter((entity) => TAGS[entity.type] || isQuote(entity) || entity.type === "text_link");
  known.sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, 0, text.length, known, onCommand);
}
