// A script that believes that every message of the window is for it. (With stopImmediatePropagation, and before everybody
// else, it would be right: no frame of anybody's could speak to this page then, and help would say that it could not start.)
window.onmessage = (event) => {
  event.stopPropagation();
  event.preventDefault();
  throw new Error(`map: a message I do not know, from ${event.origin}`);
};
