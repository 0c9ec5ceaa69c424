// What Streamlit cannot be told in Python: its own words in the reader's language, a link of the
// menu to the page that is shown, cookies, and that its server is gone. One watcher for the whole page, however often the
// element is drawn anew; no text of a user comes in here but to be compared.

const SKIPPED = "[data-testid='stMarkdown'], textarea, pre, code, script, style";
const ATTRIBUTES = ["aria-label", "title", "placeholder"];
const NARROW = 768; // pixels of a window whose sidebar lies over the page
const CONNECTION = "data-test-connection-state";
const PATIENCE = 3000; // milliseconds without a connection before a word is said of it

const shared = (window.argotBehaviour ??= { words: new Map(), patterns: [], changed: new Map() });

function translated(text) {
  const bare = text.trim();
  if (!bare) return null;
  let found = shared.words.get(bare);
  for (const [pattern, into] of found === undefined ? shared.patterns : []) {
    const match = pattern.exec(bare);
    if (match) {
      found = into.replace("{n}", match[1]);
      break;
    }
  }
  return found === undefined ? null : text.replace(bare, found);
}

function translateNode(node) {
  if (node.parentElement?.closest(SKIPPED)) return;
  const into = translated(node.data);
  if (into === null || into === node.data) return;
  shared.changed.set(node, [node.data, into]);
  node.data = into;
}

function translateElement(element) {
  if (element.closest("[data-testid='stMarkdown']")) return;
  for (const name of ATTRIBUTES) {
    const text = element.getAttribute(name);
    const into = text === null ? null : translated(text);
    if (into !== null && into !== text) element.setAttribute(name, into);
  }
}

function translateAll(root) {
  if (root.nodeType === Node.TEXT_NODE) translateNode(root);
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  translateElement(root);
  for (const element of root.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join())) {
    translateElement(element);
  }
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) translateNode(texts.currentNode);
}

function seen(changes) {
  if (!shared.words.size) return;
  for (const change of changes) {
    if (change.type === "childList") change.addedNodes.forEach(translateAll);
    else if (change.type === "characterData") translateNode(change.target);
    else translateElement(change.target);
  }
  for (const node of shared.changed.keys()) {
    if (!node.isConnected) shared.changed.delete(node);
  }
}

function speak(words) {
  const given = JSON.stringify(words);
  if (given === shared.given) return;
  shared.given = given;
  for (const [node, [from, into]] of shared.changed) {
    if (node.data === into) node.data = from; // React knows the first of them
  }
  shared.changed.clear();
  const pairs = Object.entries(words);
  shared.words = new Map(pairs.filter(([from]) => !from.includes("{n}")));
  shared.patterns = pairs
    .filter(([from]) => from.includes("{n}"))
    .map(([from, into]) => {
      const parts = from.split("{n}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      return [new RegExp(`^${parts.join("(.+?)")}$`), into];
    });
  if (pairs.length) translateAll(document.body);
}

// A click on the name of the page that is shown keeps the address as Streamlit has it: with the run
// or the corpus that is open. It is to lead to the page's form or list. And a language in the address
// goes to the next page with the same click, or the way back would be two.
function clicked(event) {
  const link = event.target.closest?.("[data-testid='stSidebarNavLink']");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
    return;
  }
  const path = new URL(link.href).pathname;
  const language = new URLSearchParams(location.search).get("lang");
  if (path !== location.pathname && !language) return;
  const search = language ? `?lang=${encodeURIComponent(language)}` : "";
  event.preventDefault();
  event.stopPropagation();
  if (path + search !== location.pathname + location.search) {
    history.pushState({}, "", path + search);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }
  if (window.innerWidth < NARROW) {
    document.querySelector("[data-testid='stSidebarCollapseButton'] button")?.click();
  }
}

// Where the server is gone, Streamlit turns the page pale, and asks whether one is connected to the
// internet. What to do is said instead.
function sayStopped() {
  const bar = document.createElement("div");
  bar.className = "argot-stopped";
  bar.setAttribute("role", "alert");
  bar.textContent = shared.stopped;
  document.body.append(bar);
  shared.bar = bar;
  shared.closing = setInterval(closeConnectionError, 300);
}

function closeConnectionError() {
  const title = "Connection error";
  for (const dialog of document.querySelectorAll("[role='dialog']")) {
    const words = dialog.textContent;
    if (words.startsWith(title) || words.startsWith(shared.words.get(title) ?? title)) {
      dialog.querySelector("button")?.click();
    }
  }
}

function lookAtConnection() {
  if (shared.app.getAttribute(CONNECTION) === "CONNECTED") {
    clearTimeout(shared.waits);
    clearInterval(shared.closing);
    shared.waits = undefined;
    shared.bar?.remove();
  } else {
    shared.waits ??= setTimeout(sayStopped, PATIENCE);
  }
}

function watchConnection() {
  const app = document.querySelector("[data-testid='stApp']");
  if (shared.app === app) return;
  shared.connection?.disconnect();
  shared.app = app;
  shared.connection = new MutationObserver(lookAtConnection);
  shared.connection.observe(app, { attributeFilter: [CONNECTION] });
}

function keepCookies(cookies) {
  for (const [name, value] of Object.entries(cookies)) {
    const given = `${name}=${encodeURIComponent(value)}`;
    if (!document.cookie.split("; ").includes(given)) {
      document.cookie = `${given}; path=/; max-age=31536000; SameSite=Strict`;
    }
  }
}

export default function ({ data }) {
  if (!shared.watcher) {
    document.addEventListener("click", clicked, true);
    document.cookie = `${data.leaving}=; path=/; max-age=0; SameSite=Strict`;
    window.addEventListener("pagehide", () => {
      document.cookie = `${data.leaving}=1; path=/; max-age=10; SameSite=Strict`;
    });
    shared.watcher = new MutationObserver(seen);
    shared.watcher.observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ATTRIBUTES,
    });
  }
  shared.stopped = data.stopped;
  watchConnection();
  document.documentElement.lang = data.language;
  keepCookies(data.cookies);
  speak(data.words);
}
