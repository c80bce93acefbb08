// The line that is written, who writes it, and what it replies to.

import { byId, make } from "./dom.js";
import * as popup from "./popup.js";
import { Refused, act } from "./server.js";
import { inView, isMine, role, state, topic } from "./state.js";

const field = byId("text");
const PAUSE = 250; // milliseconds without a key before inline results are asked for
let waiting = 0;
let asked = 0; // the number of the latest inline query

export const hooks = { toast: () => {}, redraw: () => {} };

async function tried(work) {
  try {
    return await work();
  } catch (problem) {
    hooks.toast(problem instanceof Refused ? problem.message : "The playground can't be reached. Is it still running?");
    return null;
  }
}

export function grow() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
}

export function write(text) {
  field.value = text;
  grow();
  field.focus();
  typed();
}

// What the line above the one that is written says: which message is replied to, or edited.
function about(message, title, icon) {
  byId("replying").hidden = !message;
  if (!message) return;
  byId("replying-icon").setAttribute("href", `#i-${icon}`);
  byId("replying-to").textContent = title;
  byId("replying-text").textContent = message.text.slice(0, 100);
  field.focus();
}

export function replyTo(message) {
  if (message) edit(null);
  state.replyTo[state.chat] = message;
  about(message, message?.author, "reply");
}

// Begin to edit an own message; with null, stop.
export function edit(message) {
  if (!message && !state.editing) return;
  state.editing = message;
  if (message) state.replyTo[state.chat] = null;
  about(message, "Edit", "edit");
  write(message ? message.text : "");
}

function letBe() {
  if (state.editing) edit(null);
  else replyTo(null);
}

function lastOwn() {
  const own = [...state.messages[state.chat].values()].filter((one) => inView(state.chat, one) && isMine(one) && !one.via_bot && !one.service);
  return own.at(-1) ?? null;
}

async function change(text) {
  const { id } = state.editing;
  const changed = await tried(() => act("edit", { chat: state.chat, role: role(), message: id, text }));
  if (changed) edit(null);
}

export async function send(text) {
  const reply = state.replyTo[state.chat];
  const said = await tried(() => act("say", { chat: state.chat, role: role(), text, reply_to: reply?.id ?? 0, topic: topic() }));
  if (said) replyTo(null);
  return said !== null;
}

function commands(typedSoFar) {
  const known = state.scene.bot.commands[state.chat] ?? [];
  const start = state.chat === "private" ? [{ command: "start", description: "Begin" }] : [];
  return [...known, ...start]
    .filter((one) => `/${one.command}`.startsWith(typedSoFar))
    .map((one) => ({
      title: `/${one.command}`,
      detail: one.description,
      run: async () => {
        popup.close();
        if (one.command === "ask") write("/ask ");
        else {
          write("");
          await send(`/${one.command}`);
        }
      },
    }));
}

async function inline(query, offset = "", before = []) {
  const mine = (asked += 1);
  const chat = state.chat;
  const found = await tried(() => act("inline", { chat, role: role(), query, offset }));
  if (!found || mine !== asked || inlineQuery() !== query || chat !== state.chat) return;
  const items = found.results.map((one, index) => ({
    title: one.title,
    detail: one.description,
    run: async () => {
      popup.close();
      write("");
      await tried(() => act("choose", { chat, role: role(), number: found.number, index, topic: topic() }));
    },
  }));
  const asGuest = {
    title: `Ask @${state.scene.bot.username} here`,
    detail: "sends what you wrote; the bot is no member, and answers as a guest",
    run: submit,
  };
  const first = chat === "elsewhere" && query.trim() && !before.length ? [asGuest] : before;
  const all = [...first, ...items];
  const head = items.length || before.length ? "Choose an answer to send" : "No answer fits these words";
  const further = found.next ? { label: "More", run: () => inline(query, found.next, all) } : null;
  popup.open(head, all, { more: further, kind: "inline", select: before.length });
}

// What stands after "@bot "; null where the line is none of that.
function inlineQuery() {
  const start = `@${state.scene.bot.username} `;
  return field.value.toLowerCase().startsWith(start) ? field.value.slice(start.length) : null;
}

function typed() {
  clearTimeout(waiting);
  asked += 1;
  if (state.editing) {
    popup.close();
    return;
  }
  const text = field.value;
  const name = `@${state.scene.bot.username}`;
  const query = inlineQuery();
  if (/^\/\w*$/.test(text)) {
    const found = commands(text);
    if (found.length) popup.open("Commands", found, { kind: "commands" });
    else popup.close();
  } else if (text.startsWith("@") && query === null && name.startsWith(text)) {
    popup.open("Inline", [{ title: name, detail: "answers to send into any chat, as you type", run: () => write(`${name} `) }]);
  } else if (query !== null) {
    if (!popup.isOpen()) popup.open("Looking …", [], { kind: "inline" });
    waiting = setTimeout(() => inline(query), PAUSE);
  } else {
    popup.close();
  }
}

async function submit() {
  const text = field.value.trim();
  if (!text) return;
  if (state.editing) {
    await change(text);
    return;
  }
  if (inlineQuery() !== null && state.chat !== "elsewhere") return;
  popup.close();
  field.value = "";
  grow();
  if (!(await send(text))) write(text);
}

// The people of a group, one of whom speaks.
export function cast() {
  const box = byId("cast");
  box.hidden = state.chat === "private";
  const choices = state.scene.people.map((name) =>
    make(
      "label",
      {},
      make("input", {
        type: "radio", name: "role", value: name, checked: name === role(),
        onchange: () => {
          state.role[state.chat] = name;
          hooks.redraw();
          field.focus();
        },
      }),
      make("span", { "data-name": name }, name),
    ),
  );
  box.replaceChildren(make("legend", {}, "Speak as"), ...choices);
}

export function begin() {
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  byId("reply-cancel").addEventListener("click", letBe);
  byId("menu").addEventListener("click", () => (popup.isOpen() ? popup.close() : write("/")));
  field.addEventListener("input", () => {
    grow();
    typed();
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || popup.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && (state.editing || state.replyTo[state.chat])) {
      event.stopPropagation();
      letBe();
    } else if (event.key === "ArrowUp" && !field.value && lastOwn()) {
      event.preventDefault();
      edit(lastOwn());
    }
  });
}
