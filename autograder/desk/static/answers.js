// Keys for the answers page. A key presses the button or link that has it in data-key ("1", "Enter",
// "x 2" for one key after another); what is pressed while an answer of the desk is awaited comes
// after it, in order. Without this file, all buttons and links work with the mouse and Tab.
"use strict";
(() => {
  const SIGN = 30000; // milliseconds between two signs that somebody is there
  const GIVEN_UP = 20000; // milliseconds after which an answer of the desk is not awaited any more
  const waiting = [];
  let awaitedSince = 0;
  let first = ""; // of two keys
  let lastSign = Date.now();

  const work = () => document.getElementById("work");
  const keyed = () => [...document.querySelectorAll("[data-key]")];
  const awaited = () => awaitedSince > 0 && Date.now() - awaitedSince < GIVEN_UP;

  function nameOf(event) {
    return event.key.length === 1 ? event.key.toLowerCase() : event.key;
  }

  // Take a key; say whether it means something here.
  function take(key) {
    const both = first ? `${first} ${key}` : key;
    first = "";
    const found = keyed().find((one) => one.dataset.key === both && !one.disabled);
    if (found) {
      press(found);
      return true;
    }
    if (keyed().some((one) => one.dataset.key.startsWith(`${both} `))) {
      first = both;
      return true;
    }
    return false;
  }

  function press(found) {
    if (found.dataset.focus) {
      const field = document.getElementById(found.dataset.focus);
      field.focus();
      if (field.select) field.select();
    } else {
      found.click();
    }
  }

  function isMeaningful(key) {
    return keyed().some((one) => one.dataset.key === key || one.dataset.key.split(" ").includes(key));
  }

  function goOn() {
    while (waiting.length > 0 && !awaited()) take(waiting.shift());
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const key = nameOf(event);
    const dialog = document.querySelector("dialog[open]");
    if (dialog) {
      if (key === "?" && !event.ctrlKey) dialog.close();
      return;
    }
    const field = event.target.closest("textarea, select, input:not([type=checkbox])");
    if (field) {
      if (key === "Escape") field.blur();
      const sends = key === "Enter" && (field.tagName !== "TEXTAREA" || event.ctrlKey || event.metaKey);
      const button = sends && field.dataset.enter && document.getElementById(field.dataset.enter);
      if (button) {
        event.preventDefault();
        field.blur();
        button.click();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    // a button that was reached with Tab is pressed with Enter and Space, as everywhere
    const reached = event.target.matches("a, button, summary, input") &&
      event.target.matches(":focus-visible");
    if (reached && (key === "Enter" || key === " ")) return;
    if (!isMeaningful(key)) {
      first = "";
      return;
    }
    event.preventDefault();
    if (awaited() || waiting.length > 0) waiting.push(key);
    else take(key);
  });

  function isWork(event) {
    const target = event.detail.target;
    return target && target.id === "work";
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isWork(event)) awaitedSince = Date.now();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!isWork(event)) return;
    awaitedSince = 0;
    goOn();
  });
  for (const kind of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(kind, (event) => { // desk.js says what went wrong
      if (!isWork(event)) return;
      awaitedSince = 0;
      waiting.length = 0;
    });
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    const closer = event.target.closest("[data-closes]");
    if (closer) closer.closest("dialog").close();
  });

  // The answer stays with a tab while somebody is there.
  function sign() {
    const place = work() && work().dataset.alive;
    if (!place || Date.now() - lastSign < SIGN) return;
    lastSign = Date.now();
    fetch(place).catch(() => {});
  }
  for (const kind of ["keydown", "pointermove", "scroll", "touchstart"]) {
    document.addEventListener(kind, sign, { passive: true });
  }
  addEventListener("pagehide", () => {
    const place = work() && work().dataset.leave;
    if (place) fetch(place, { keepalive: true }).catch(() => {});
  });
})();
