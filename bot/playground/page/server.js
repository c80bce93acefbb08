// Talking to the playground's own server; nothing else is ever asked.

export class Refused extends Error {}

async function answered(response) {
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer.problem || "That did not work.");
  return answer;
}

export async function get(path) {
  return answered(await fetch(`/api/${path}`));
}

export async function act(action, asked = {}) {
  const headers = { "Content-Type": "application/json" };
  return answered(await fetch(`/api/${action}`, { method: "POST", headers, body: JSON.stringify(asked) }));
}

// Calls `opened` whenever the stream (again) begins, `happened` with each event, `lost` when the server can't be reached.
export function follow(opened, happened, lost) {
  const stream = new EventSource("/api/events");
  stream.addEventListener("open", opened);
  stream.addEventListener("message", (event) => happened(JSON.parse(event.data)));
  stream.addEventListener("error", lost);
}
