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

  function setAwaited(since) {
    awaitedSince = since;
    document.getElementById("main").setAttribute("aria-busy", since > 0);
  }

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

  function close(dialog) {
    dialog.close();
    // for a moment a button in it still has the focus, and would get the next key
    if (dialog.contains(document.activeElement)) document.activeElement.blur();
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
      if (key === "?") close(dialog);
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
    if (reached && (key === "Enter" || key === " ")) {
      if (awaited()) event.preventDefault(); // it was pressed already
      return;
    }
    if (awaited() || waiting.length > 0) { // what it means is known when the next answer is here
      if ((key.length === 1 && key !== " ") || key === "Enter") {
        event.preventDefault();
        waiting.push(key);
      }
    } else if (isMeaningful(key)) {
      event.preventDefault();
      take(key);
    } else {
      first = "";
    }
  });

  function isWork(event) {
    const target = event.detail.target;
    return target && target.id === "work";
  }

  // htmx knows the buttons that are inside a form; some of ours belong to one and stand elsewhere
  document.addEventListener("htmx:configRequest", (event) => {
    const cause = event.detail.triggeringEvent;
    const button = cause && cause.submitter;
    if (button && button.name) event.detail.parameters[button.name] = button.value;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isWork(event)) setAwaited(Date.now());
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!isWork(event)) return;
    setAwaited(0);
    goOn();
  });
  for (const kind of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(kind, (event) => { // desk.js says what went wrong
      if (!isWork(event)) return;
      setAwaited(0);
      waiting.length = 0;
    });
  }

  document.addEventListener("click", (event) => {
    // after a click of the mouse, Enter means what it means here, rather than this button again
    const clicked = event.detail > 0 && event.target.closest("button, a, summary");
    if (clicked) setTimeout(() => clicked.blur()); // when htmx has seen which one it was
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    const closer = event.target.closest("[data-closes]");
    if (closer) close(closer.closest("dialog"));
  });

  // What somebody has opened or closed stays so on the next answer.
  const opened = new Map();
  document.addEventListener("toggle", (event) => {
    if (event.target.matches("details[id]")) opened.set(event.target.id, event.target.open);
  }, true);
  document.addEventListener("htmx:afterSwap", () => {
    for (const [id, isOpen] of opened) {
      const found = document.getElementById(id);
      if (found && found.open !== isOpen && !found.querySelector("[role=alert]")) found.open = isOpen;
    }
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
