// What the page knows, and what is chosen on it.

export const state = {
  scene: null, // as the server tells it
  chat: "private",
  role: { private: "Asker", group: "Asker" },
  topic: 0, // of the group
  replyTo: { private: null, group: null }, // the message that the next one replies to
  messages: { private: new Map(), group: new Map() }, // by id
  unread: { private: 0, group: 0 },
  draft: { private: "", group: "" },
};

export const role = () => state.role[state.chat];
export const topic = () => (state.chat === "group" ? state.topic : 0);

// Whether a message stands where somebody is looking.
export const inView = (chat, message) => chat === state.chat && (chat === "private" || message.topic === state.topic);
