// What the page knows, and what is chosen on it.

export const state = {
  scene: null, // as the server tells it
  chat: "private",
  role: { private: "Asker", group: "Asker", elsewhere: "Asker" },
  topic: 0, // of the group
  replyTo: { private: null, group: null, elsewhere: null }, // the message that the next one replies to
  editing: null, // the message that is being edited
  messages: { private: new Map(), group: new Map(), elsewhere: new Map() }, // by id
  unread: { private: 0, group: 0, elsewhere: 0 },
  draft: { private: "", group: "", elsewhere: "" },
};

export const CHATS = Object.keys(state.role);

export const role = () => state.role[state.chat];
export const topic = () => (state.chat === "group" ? state.topic : 0);

// Whether a message stands where somebody is looking.
export const inView = (chat, message) => chat === state.chat && (chat !== "group" || message.topic === state.topic);

export const isMine = (message) => !message.by_bot && (state.chat === "private" || message.author === role());
