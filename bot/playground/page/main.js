// The page as a whole: which chat is open, and what the server tells.

import * as composer from "./composer.js";
import { byId, make, pictured } from "./dom.js";
import * as messages from "./messages.js";
import * as popup from "./popup.js";
import { Refused, act, follow, get } from "./server.js";
import { CHATS, inView, state } from "./state.js";
import * as why from "./why.js";

const field = byId("text");
let typing = 0;
let toasting = 0;

function toast(text) {
  const box = byId("toast");
  box.replaceChildren(...pictured(text));
  clearTimeout(toasting);
  toasting = setTimeout(() => box.replaceChildren(), 5000);
}

// The chat that is open

function headLine() {
  const { bot } = state.scene;
  const group = state.scene[state.chat]; // none in the private chat
  byId("head-title").textContent = group ? group.title : bot.name;
  const avatar = byId("head-avatar");
  avatar.className = group ? `avatar ${state.chat}` : "avatar bot";
  avatar.textContent = group ? group.title.slice(0, 1) : "";
  quiet();
  byId("afresh").hidden = Boolean(group);
  field.placeholder = { private: "Write a question", group: "/ask a question", elsewhere: `@${bot.username} a question` }[state.chat];
}

const who = (chat) => ({ private: "private chat", group: "three people and the bot", elsewhere: "the bot is no member" })[chat];

function quiet() {
  clearTimeout(typing);
  const { bot } = state.scene;
  byId("head-state").textContent = state.chat === "private" ? `@${bot.username} · bot` : who(state.chat);
  byId("head-state").classList.remove("busy");
}

function busy() {
  byId("head-state").textContent = "typing …";
  byId("head-state").classList.add("busy");
  clearTimeout(typing);
  typing = setTimeout(quiet, 5000);
}

function topicTabs() {
  byId("topics").hidden = state.chat !== "group";
  const tabs = state.scene.group.topics.map((one) =>
    make(
      "button",
      {
        role: "tab", type: "button", "aria-controls": "messages", "aria-selected": String(one.id === state.topic), tabindex: one.id === state.topic ? "0" : "-1",
        onclick: () => openTopic(one.id),
      },
      one.name,
    ),
  );
  byId("tabs").replaceChildren(...tabs);
}

function openTopic(id) {
  state.topic = id;
  composer.replyTo(null);
  topicTabs();
  messages.redraw();
  why.showLatest();
  byId("tabs").querySelector('[aria-selected="true"]')?.focus();
}

async function newTopic() {
  const name = prompt("The topic’s name");
  if (!name) return;
  try {
    const opened = await act("topic", { name });
    await refresh();
    openTopic(opened.topic);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    toast(problem.message);
  }
}

function open(chat) {
  composer.edit(null);
  state.draft[state.chat] = field.value;
  state.chat = chat;
  state.unread[chat] = 0;
  byId("app").dataset.chat = chat;
  for (const link of document.querySelectorAll(".chat-link")) {
    if (link.dataset.chat === chat) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  popup.close();
  field.value = state.draft[chat];
  composer.grow();
  composer.replyTo(state.replyTo[chat]);
  composer.cast();
  draw();
  why.showLatest();
  if (matchMedia("(hover: hover)").matches) field.focus();
}

function intro() {
  const isNew = state.chat === "private" && state.messages.private.size === 0;
  byId("intro").hidden = !isNew;
  byId("description").textContent = state.scene.bot.description;
}

function lists() {
  for (const chat of CHATS) {
    const last = [...state.messages[chat].values()].at(-1);
    const line = document.querySelector(`[data-last="${chat}"]`);
    if (last) line.textContent = last.service || `${chat === "private" ? "" : `${last.author}: `}${last.text.slice(0, 80)}`;
    else line.textContent = who(chat);
    const unread = document.querySelector(`[data-unread="${chat}"]`);
    unread.hidden = !state.unread[chat];
    unread.textContent = state.unread[chat] || "";
    unread.setAttribute("aria-label", `${state.unread[chat]} new`);
  }
}

function draw() {
  headLine();
  topicTabs();
  intro();
  lists();
  messages.redraw();
}

// What the server tells

function problem(report) {
  byId("problem").hidden = !report;
  byId("problem-text").textContent = report;
}

async function refresh() {
  const scene = await get("scene");
  const before = state.scene;
  state.scene = scene;
  for (const chat of CHATS) state.messages[chat] = new Map(scene.messages[chat].map((one) => [one.id, one]));
  for (const each of document.querySelectorAll(".bot-name")) each.textContent = scene.bot.name;
  for (const each of document.querySelectorAll("[data-title]")) each.textContent = scene[each.dataset.title].title;
  document.title = `${scene.bot.name} – playground`;
  problem(scene.problem);
  byId("learning").hidden = !scene.learning;
  if (!before) composer.cast();
  draw();
  if (!before || !state.messages[state.chat].size) why.showLatest();
}

// A promise where the whole scene has to be read again first.
function happened(event) {
  if (event.type === "scene") return refresh();
  if (event.type === "content") {
    problem(event.problem);
    if (!event.problem) byId("learning").hidden = true;
    toast(event.problem ? "" : "The content was read anew.");
  } else if (event.type === "typing") {
    if (event.chat === state.chat) busy();
  } else if (event.type === "deleted") {
    state.messages[event.chat].delete(event.id);
    if (event.chat === state.chat) messages.remove(event.id);
  } else if (event.type === "reacted") {
    state.messages[event.chat].set(event.message.id, event.message);
    if (inView(event.chat, event.message)) messages.put(event.message);
  } else {
    const isNew = !state.messages[event.chat].has(event.message.id);
    state.messages[event.chat].set(event.message.id, event.message);
    arrived(event.chat, event.message, isNew);
  }
  return undefined;
}

function arrived(chat, message, isNew) {
  if (inView(chat, message)) {
    if (message.by_bot) quiet();
    messages.put(message);
    if ((message.by_bot || message.via_bot) && !message.service) why.arrived(message);
  } else if (isNew && chat !== state.chat) {
    state.unread[chat] += 1;
  }
  intro();
  lists();
}

function begin() {
  composer.hooks.toast = messages.hooks.toast = why.hooks.toast = toast;
  composer.hooks.redraw = messages.redraw;
  messages.hooks.reply = composer.replyTo;
  messages.hooks.edit = composer.edit;
  messages.hooks.why = (message) => why.show(message);
  messages.hooks.send = composer.send;
  messages.hooks.type = composer.write;
  messages.hooks.start = (parameter) => {
    open("private");
    return composer.send(`/start ${parameter}`);
  };
  why.hooks.choose = messages.choose;
  composer.begin();
  why.begin();
  for (const link of document.querySelectorAll(".chat-link")) link.addEventListener("click", () => open(link.dataset.chat));
  byId("start").addEventListener("click", () => composer.send("/start"));
  byId("afresh").addEventListener("click", () => act("afresh").then(() => field.focus()));
  byId("new-topic").addEventListener("click", newTopic);
  byId("tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const ids = state.scene.group.topics.map((one) => one.id);
    if (step) openTopic(ids[(ids.indexOf(state.topic) + step + ids.length) % ids.length]);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && why.isOpen() && !matchMedia("(min-width: 1080px)").matches) why.setOpen(false);
  });
  let lost = false;
  let known = Promise.resolve(); // settled once the scene is known; what happens meanwhile is added to it
  follow(
    async () => {
      known = refresh();
      await known;
      if (lost) toast("Connected again.");
      lost = false;
      document.body.dataset.ready = "true";
    },
    (event) => (known = known.then(() => happened(event)).catch(console.error)), // one event that fails stops no other
    () => {
      if (!lost) toast("The playground can't be reached. Is it still running?");
      lost = true;
    },
  );
  field.focus();
}

begin();
