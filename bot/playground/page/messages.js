// The messages of the chat that is open.

import { byId, icon, make, pictured, timeOf } from "./dom.js";
import { Refused, act } from "./server.js";
import { inView, isMine, role, state } from "./state.js";
import { formatted } from "./text.js";

const list = byId("messages");
const log = byId("log");
const CLOSE = 120; // pixels from the end within which the end is kept in view

const SAID = 2000; // milliseconds for which a button says that it copied
const THUMBS = ["👍", "👎"];

export const hooks = { reply: () => {}, edit: () => {}, why: () => {}, send: () => {}, toast: () => {}, type: () => {}, start: () => {} };

function face(message) {
  if (message.by_bot) return make("span.avatar.bot", { "aria-hidden": "true" });
  return make("span.avatar", { "aria-hidden": "true", "data-name": message.author }, message.author.slice(0, 1));
}

async function copy(element, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    hooks.toast("The browser does not let this page copy.");
    return;
  }
  const label = element.querySelector(".label");
  label.textContent = "Copied";
  element.classList.add("done");
  element.querySelector("use").setAttribute("href", "#i-done");
  hooks.toast("Copied.");
  setTimeout(() => element.isConnected && element.replaceWith(copying(element.dataset.label, text)), SAID);
}

function copying(label, text) {
  const element = make("button.key.copies", { type: "button", "data-label": label }, icon("copy"), make("span.label", {}, ...pictured(label)));
  element.addEventListener("click", () => copy(element, text));
  return element;
}

async function acted(work) {
  try {
    await work();
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    hooks.toast(problem.message);
  }
}

const react = (message, emoji) => acted(() => act("react", { chat: state.chat, role: role(), message: message.id, emoji }));

function button(one, message, row, column) {
  const label = one.text;
  if (one.copy_text) return copying(label, one.copy_text.text);
  const style = one.style ? `.${one.style}` : "";
  if (one.url) {
    // A link to the bot itself opens its private chat, as it does in Telegram.
    const link = new URL(one.url);
    const start = link.pathname === `/${state.scene.bot.username}` && link.searchParams.get("start");
    if (start) return make(`button.key.leads${style}`, { type: "button", onclick: () => hooks.start(start) }, ...pictured(label));
    return make(`a.key.leads${style}`, { href: one.url, target: "_blank", rel: "noopener noreferrer" }, label);
  }
  const element = make(`button.key${style}`, { type: "button" }, ...pictured(label));
  element.addEventListener("click", async () => {
    if ("switch_inline_query_current_chat" in one) {
      hooks.type(`@${state.scene.bot.username} ${one.switch_inline_query_current_chat}`);
      return;
    }
    element.setAttribute("aria-busy", "true");
    await acted(async () => {
      const said = await act("press", { chat: state.chat, role: role(), message: message.id, row, column });
      if (said.toast) hooks.toast(said.toast);
    });
    element.removeAttribute("aria-busy");
  });
  return element;
}

function keyboard(message) {
  if (!message.keyboard.length) return null;
  const rows = message.keyboard.map((row, y) => make("div.row", {}, ...row.map((one, x) => button(one, message, y, x))));
  return make("div.keyboard", { role: "group", "aria-label": "Buttons" }, ...rows);
}

function quote(message) {
  if (!message.reply_to) return null;
  const show = () => list.querySelector(`[data-id="${message.reply_to.id}"]`)?.scrollIntoView({ block: "center", behavior: "smooth" });
  return make("button.quote", { type: "button", onclick: show }, make("b", {}, message.reply_to.author), make("span", {}, message.reply_to.text));
}

function tools(message) {
  const tool = (name, label, run) => make("button.icon", { type: "button", title: label, "aria-label": label, onclick: run }, icon(name));
  const why = message.by_bot || message.via_bot;
  const own = isMine(message) && !message.via_bot;
  const thumb = (emoji) => {
    const element = make("button.icon", { type: "button", title: `React ${emoji}`, onclick: () => react(message, emoji) }, ...pictured(emoji));
    element.setAttribute("aria-label", `React ${emoji}`);
    return element;
  };
  return make(
    "div.tools",
    {},
    tool("reply", `Reply to ${message.author}`, () => hooks.reply(message)),
    own ? tool("edit", "Edit", () => hooks.edit(message)) : null,
    why ? tool("why", "Why this answer?", () => hooks.why(message)) : null,
    ...(message.by_bot ? THUMBS.map(thumb) : []),
  );
}

function reactions(message) {
  if (!message.reactions.length) return null;
  const shown = message.reactions.map(({ emoji, by }) =>
    make(
      "button.reaction",
      { type: "button", title: by.join(", "), "aria-pressed": String(by.includes(role())), onclick: () => react(message, emoji) },
      ...pictured(emoji),
      make("span", {}, String(by.length)),
    ),
  );
  return make("div.reactions", { role: "group", "aria-label": "Reactions" }, ...shown);
}

function drawn(message) {
  if (message.service) return make("p.service", { "data-id": message.id }, message.service);
  const mine = isMine(message);
  const group = state.chat !== "private";
  const side = mine ? "mine" : message.by_bot ? "bots" : "others";
  const meta = make("span.meta", {}, message.edited ? "edited " : "", timeOf(message.date));
  const bubble = make(
    "div.bubble",
    {},
    group && !mine ? make("b.author", { "data-name": message.author }, message.author) : null,
    message.via_bot ? make("span.via", {}, `via @${state.scene.bot.username}`) : null,
    message.as_guest ? make("span.via", {}, "a guest in this chat") : null,
    quote(message),
    make("div.text", { dir: "auto" }, ...formatted(message.text, message.by_bot || message.via_bot ? message.entities : [], hooks.send), meta),
    reactions(message),
  );
  const label = `${message.author}, ${timeOf(message.date)}`;
  return make(
    `article.message.${side}`,
    { "data-id": message.id, "aria-label": label },
    group && !mine ? face(message) : null,
    make("div.stack", {}, make("div.beside", {}, bubble, tools(message)), keyboard(message)),
  );
}

export function redraw() {
  const shown = [...state.messages[state.chat].values()].filter((message) => inView(state.chat, message));
  list.replaceChildren(...shown.map(drawn));
  log.scrollTop = log.scrollHeight;
}

export function put(message) {
  const near = log.scrollHeight - log.scrollTop - log.clientHeight < CLOSE;
  const old = list.querySelector(`[data-id="${message.id}"]`);
  const element = drawn(message);
  if (old) {
    if (old.classList.contains("chosen")) element.classList.add("chosen");
    old.replaceWith(element);
    return;
  }
  element.classList.add("new");
  list.append(element);
  if (near || !message.by_bot) {
    // A long answer is read from its beginning, so its first line stays in view.
    const top = element.offsetTop - 12;
    log.scrollTop = message.by_bot ? Math.min(top, log.scrollHeight) : log.scrollHeight;
  }
}

export function remove(id) {
  list.querySelector(`[data-id="${id}"]`)?.remove();
}

export function choose(id) {
  for (const each of list.querySelectorAll(".chosen")) each.classList.remove("chosen");
  list.querySelector(`[data-id="${id}"]`)?.classList.add("chosen");
}
