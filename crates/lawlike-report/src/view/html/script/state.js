// What the reader chose lives in the address, so that a link shows what its sender saw: #cut=1&theme=dark&open=rules.method
const state = new Map();

function readState() {
  state.clear();
  for (const part of location.hash.slice(1).split("&")) {
    const at = part.indexOf("=");
    if (at > 0) state.set(part.slice(0, at), decodeURIComponent(part.slice(at + 1)));
  }
}

function writeState(name, value) {
  if (value === "") state.delete(name);
  else state.set(name, value);
  const parts = [...state].map(([key, text]) => `${key}=${encodeURIComponent(text)}`);
  history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname + location.search);
}

// What follows from the address is done now and whenever the address changes.
const follow = [];
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

readState();
addEventListener("hashchange", () => {
  // A plain anchor keeps what was chosen.
  if (!location.hash.includes("=")) return;
  readState();
  for (const step of follow) step();
});

all(".tools").forEach((tools) => { tools.hidden = false; });
