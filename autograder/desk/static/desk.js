// What all pages of the desk share: formulas, live updates, and telling what went wrong.
"use strict";

// A formula stands in the page as text, in an element of class "math"; without scripts it stays text.
// Students write formulas, too: one that could take long, or nests deeper than browsers bear, stays
// text as well.
const FORMULAS = { throwOnError: true, trust: false, strict: "ignore", maxExpand: 100, maxSize: 20 };
const LONGEST = 2000, DEEPEST = 160, MOST_PARTS = 20000;
const DEFINES = /\\(?:[gex]?def|(?:future)?let|(?:re)?newcommand|providecommand)(?![a-zA-Z])/;

function isBounded(tree) {
  const left = [[tree, 0]];
  for (let parts = 0; left.length; parts += 1) {
    const [part, depth] = left.pop();
    if (depth > DEEPEST || parts > MOST_PARTS) return false;
    for (const child of part.children || []) left.push([child, depth + 1]);
  }
  return true;
}

function showFormula(place) {
  const text = place.textContent.trim();
  if (text.length > LONGEST || DEFINES.test(text)) return;
  try {
    const displayMode = place.tagName === "DIV";
    const tree = katex.__renderToDomTree(text, { ...FORMULAS, displayMode });
    if (isBounded(tree)) place.replaceChildren(tree.toNode());
  } catch {
    place.classList.add("unread");
  }
}

// Formulas are shown as they come near the window: a notebook may have thousands.
const coming = new IntersectionObserver((entries) => {
  const places = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
  for (const place of places) {
    coming.unobserve(place);
    showFormula(place);
  }
  for (const place of places) {
    if (place.scrollWidth > place.clientWidth) place.tabIndex = 0; // so that keys can scroll it
  }
}, { rootMargin: "300px" });

function showFormulas(root) {
  for (const place of root.querySelectorAll(".math:not([data-seen])")) {
    place.dataset.seen = "";
    coming.observe(place);
  }
}

// A message for the person at the desk, which screen readers say.
function tell(text) {
  const notice = document.getElementById("notice");
  notice.textContent = text;
  notice.hidden = !text;
}

// The server says a word when something has changed; elements ask for what they show of it with
// hx-trigger="desk:WORD from:body".
// A browser has six connections to a server, and a page that listens keeps one: a page that nobody
// sees lets go, and hears what it has missed when it is seen again.
let source = null;

function listen() {
  const lost = document.getElementById("lost");
  source = new EventSource(document.body.dataset.live);
  source.onmessage = (event) => htmx.trigger(document.body, `desk:${event.data}`);
  source.onopen = () => { lost.hidden = true; };
  source.onerror = () => { lost.hidden = false; };
}

function listenWhileSeen() {
  if (document.hidden && source) {
    source.close();
    source = null;
  } else if (!document.hidden && !source) {
    listen();
  }
}

document.addEventListener("DOMContentLoaded", () => {
  showFormulas(document);
  if (!document.hidden) listen();
  document.addEventListener("visibilitychange", listenWhileSeen);
  addEventListener("pagehide", () => { if (source) source.close(); source = null; });
  addEventListener("pageshow", (event) => { if (event.persisted) listenWhileSeen(); });
  document.body.addEventListener("htmx:afterSettle", (event) => showFormulas(event.detail.elt));
  document.body.addEventListener("htmx:responseError", (event) => {
    const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const said = answer.querySelector("main .summary, main p");
    tell(said ? said.textContent : "That could not be done.");
  });
  document.body.addEventListener("htmx:sendError", () => tell("The desk does not answer."));
  document.body.addEventListener("htmx:beforeRequest", () => tell(""));
});
