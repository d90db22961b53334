// Runs in every document before anything else of it. It waits for events and observers; until the click it asks for no
// frame and sets no timer, for both would be part of what is measured.
(() => {
  const say = (name, more) => globalThis.__khSay?.(JSON.stringify({ name, at: performance.timeOrigin + performance.now(), ...more }));
  const probe = { longTasks: [], shift: 0, lcp: 0, fcp: 0, events: [], roots: [document] };
  Object.defineProperty(globalThis, '__khBench', { value: probe });

  const observe = (type, use, options) => {
    try {
      new PerformanceObserver((list) => list.getEntries().forEach(use)).observe({ type, buffered: true, ...options });
    } catch {}
  };
  observe('longtask', (entry) => probe.longTasks.push([entry.startTime, entry.duration]));
  observe('layout-shift', (entry) => entry.hadRecentInput || (probe.shift += entry.value));
  observe('largest-contentful-paint', (entry) => (probe.lcp = entry.startTime));
  observe('paint', (entry) => entry.name === 'first-contentful-paint' && (probe.fcp = entry.startTime));
  observe('event', (entry) => entry.interactionId && probe.events.push([entry.name, entry.duration, entry.startTime]), { durationThreshold: 16 });

  addEventListener('klarna-help:ready', () => say('ready'));

  // A frame is presented when the next one begins.
  const presented = (then) => requestAnimationFrame(() => requestAnimationFrame(() => then()));

  // Answers may come in any document or shadow root: watch every one there is.
  const watched = new Set();
  let answered = false;
  const look = () => {
    if (!answered && probe.answers?.()) {
      answered = true;
      presented(() => say('answers'));
    }
    if (probe.clicked && !probe.drawn && probe.gone?.()) {
      probe.drawn = true;
      presented(() => say('drawn'));
    }
  };
  const watch = (root) => {
    if (watched.has(root)) return;
    watched.add(root);
    new MutationObserver(look).observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['hidden', 'open', 'class', 'style'] });
  };
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attach.call(this, init);
    probe.roots.push(root);
    if (probe.answers) watch(root);
    return root;
  };
  /** Finds an element in any root. */
  probe.find = (selector) => {
    for (const root of probe.roots) {
      const found = root.querySelector(selector);
      if (found && found.isConnected) return found;
    }
    return null;
  };
  /** Watches for answers from now on. */
  probe.watch = (answers) => {
    probe.answers = answers;
    probe.roots.forEach(watch);
  };

  // Fields are asked for by what they are, in whatever document: an app that was ready before the click has its own.
  const isField = (event) => event.composedPath()[0].matches?.('input[type=search], [data-kh-focus=search], .DocSearch-Input, .pf-input');
  addEventListener('focusin', (event) => isField(event) && say('focused'), { capture: true });
  addEventListener('input', (event) => {
    if (probe.typed || !isField(event)) return;
    probe.typed = true;
    say('typed');
    presented(() => say('usable'));
  }, { capture: true });

  /** Gets ready for the click: `shell()` is what opens; `gone()` says that the app has taken the shell's place. */
  probe.arm = (shell, gone) => {
    const visible = () => shell()?.checkVisibility({ visibilityProperty: true });
    probe.gone = gone;
    addEventListener('click', (event) => {
      say('click', { at: performance.timeOrigin + event.timeStamp });
      probe.clicked = true;
      let seen = false;
      const frame = () => {
        if (seen) {
          look();
          return say('painted');
        }
        seen = visible();
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    }, { capture: true, once: true });
  };
})();
