// @ts-check
// The app inside the page itself: drawn in a shadow root of its own, told and heard without a port. On Klarna's own pages
// it is the whole app; on anybody else's ("public") it hands screens with personal data over, and a frame is opened for
// them here. Imported by inline.js, which has fetched the app's files.
//
// Not here: the frame's handshake and messages, and what a failure looks like (core.js).
// Invariant: until the customer is handed over, the frame made for that shows nothing and says nothing, also when it fails.

/** @typedef {any} Any */

/** What a page says to the launcher's app alone. After a handover that is the one in the frame. */
const TO_THE_CUSTOMER = /^(navigate|search|prefill|open|closed)$/;

/**
 * Draws the app in the view's box.
 * @param {Any} view
 * @param {Any} kit what core.js lends
 * @param {Any} app {ask, files: what the portal said, glue: started, sheet}
 */
export function draw(view, kit, { ask, files, glue, sheet }) {
  const { config, page, origin, error } = kit;
  const { clientId, theme } = config;
  const at = (/** @type {string} */ path) => origin + path;
  const box = view.frame;

  // A shadow root of its own, so that the app's sheet and the shell's never meet.
  const root = box.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  const element = kit.h('div', { id: 'app' }); // as in the frame's document, so that one sheet serves both
  root.append(element);
  dress(element, theme);

  const told = {
    ...config, ...files, context: page.context, actions: config.actions + '',
    pack: at(files.pack), content: at(files.content), api: at(files.api), split: !!glue.loadRest,
  };
  const handle = glue.mount(element, JSON.stringify(told), hear);
  const tell = (/** @type {object} */ message) => handle.send(JSON.stringify({ v: 1, ...message }));
  /** The app in a frame, for the screens with personal data. @type {Any} */ let secret;

  if (view.inline) element.dataset.inline = '';
  view.port = { postMessage: send, close };
  if (page.consent) tell({ ...page.consent, type: 'consent' });

  /** @param {string} json */
  function hear(json) {
    const message = JSON.parse(json);
    if (message.type === 'need-rest') return glue.loadRest(root, tell);
    if (message.type === 'speak') return speak(message.locale);
    // The first message comes before mount() has returned.
    queueMicrotask(() => {
      if (view.frame !== box) return; // dropped
      if (message.type === 'handover') return handOver(message.handover);
      // Made while the customer reads.
      if (files.mount === 'public' && message.type === 'event') secret ??= warm();
      kit.receive(view, message);
    });
  }

  /** @param {Any} message of the page's */
  function send(message) {
    // The page's custom properties reach the app by themselves.
    if (message.type === 'theme') dress(element, message.theme);
    else if (message.type === 'locale') speak(message.locale);
    else if (box.hidden && TO_THE_CUSTOMER.test(message.type)) kit.tell(secret, message.type, message);
    else tell(message);
  }

  function close() {
    if (secret?.frame) kit.drop(secret);
    handle.unmount?.();
    element.remove();
  }

  async function speak(/** @type {string} */ tag) {
    try {
      const found = await ask(clientId, tag);
      // The nearest there is may be another language altogether.
      if (language(found.locale) !== language(tag)) throw found.locale;
      element.dir = found.dir;
      tell({ type: 'locale', locale: found.locale, pack: at(found.pack), content: at(found.content) });
    } catch {
      error('locale-unavailable', tag, view);
    }
  }

  /** A frame that nobody sees yet: what core.js would show of it goes into a shell that is not in the page. @param {string} [query] */
  function warm(query) {
    const { el, box, panel, inline } = view;
    const made = { el, box, panel, inline, private: true, quiet: true, state: 'loading', frame: kit.frameOf(query) };
    Object.assign(made, { shell: kit.h('header'), note: kit.h('div'), input: kit.h('input') });
    made.frame.hidden = true;
    panel.append(made.frame);
    kit.connectTo(made);
    return made;
  }

  /** From here on the customer is in the frame, which is the whole app. @param {unknown} handover */
  function handOver(handover, tries = 1) {
    secret ??= warm();
    // One that failed unseen, or was seen to fail and is tried again.
    if (secret.state === 'failed') {
      if (secret.frame) kit.drop(secret);
      tries += 1;
      secret = warm(`?${tries}`);
    }
    const { shell, note, input } = view;
    const { frame } = secret;
    note.replaceChildren(...secret.note.childNodes);
    Object.assign(secret, { shell, note, input, quiet: false, start: () => handOver(handover, tries) });
    box.hidden = true;
    frame.hidden = false;
    // Until it is there, the shell says that it is on its way, and keeps the focus for it.
    shell.hidden = secret.state === 'ready';
    shell.tabIndex = -1;
    (shell.hidden ? frame : shell).focus();
    kit.tell(secret, 'resume', { handover });
    kit.tell(secret, 'open');
  }
}

/** @param {string} tag */
const language = (tag) => tag.slice(0, 2).toLowerCase();

/** @param {HTMLElement} element @param {string | undefined} theme */
function dress({ dataset }, theme) {
  if (theme === 'light' || theme === 'dark') dataset.theme = theme;
  else delete dataset.theme;
}
