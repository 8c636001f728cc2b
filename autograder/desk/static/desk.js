// What all pages of the desk share: formulas, live updates, and telling what went wrong.
"use strict";

// A formula stands in the page as text, in an element of class "math"; without scripts it stays text.
const FORMULAS = {
  throwOnError: false,
  trust: false,
  strict: "ignore",
  maxExpand: 100,
  maxSize: 20,
};

function showFormulas(root) {
  for (const place of root.querySelectorAll(".math:not([data-shown])")) {
    const text = place.textContent;
    place.dataset.shown = "";
    try {
      katex.render(text, place, { ...FORMULAS, displayMode: place.classList.contains("block") });
    } catch {
      place.textContent = text;
    }
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
function listen() {
  const source = new EventSource(document.body.dataset.live);
  source.onmessage = (event) => {
    document.getElementById("lost").hidden = true;
    htmx.trigger(document.body, `desk:${event.data}`);
  };
  source.onopen = () => { document.getElementById("lost").hidden = true; };
  source.onerror = () => { document.getElementById("lost").hidden = false; };
  addEventListener("pagehide", () => source.close());
}

document.addEventListener("DOMContentLoaded", () => {
  showFormulas(document);
  listen();
  document.body.addEventListener("htmx:afterSettle", (event) => showFormulas(event.detail.elt));
  document.body.addEventListener("htmx:responseError", (event) => {
    const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const said = answer.querySelector("main .summary, main p");
    tell(said ? said.textContent : "That could not be done.");
  });
  document.body.addEventListener("htmx:sendError", () => tell("The desk does not answer."));
  document.body.addEventListener("htmx:beforeRequest", () => tell(""));
});
