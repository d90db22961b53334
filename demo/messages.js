// A script that believes that every message of the window is for it.
window.onmessage = (event) => {
  event.stopImmediatePropagation();
  throw new Error(`map: a message I do not know, from ${event.origin}`);
};
