// @ts-check
// The first script of the frame document (index.html), an ES module that runs before the WASM.
// It says hello to the page around it until that answers, takes the port, starts the app with it,
// and when the app cannot start shows the plain panel that the document already holds.
//
// What it does with messages itself: looks, language, and later parts of the module.
//
// Invariant: it speaks first, and only to an origin that the client has registered; it never posts to '*'.
// Invariant: after the handshake every message goes over the port. Unknown or oversized ones are dropped.
// Invariant: no markup strings, no script elements: the document enforces Trusted Types with no policy.
//
// The document holds: <meta name="kh-frame" content='{"clientId","locale","origins","pack","content","locales","api","helpUrl"}'>,
// #app, #shell (painted before the app) and #failed (hidden; with #retry, #help-link and #failed-close).

/** @typedef {{ send(json: string): void }} Handle */
/** @typedef {{ mount(root: Element, config: string, emit: (json: string) => void): Handle, loadRest?: (root: DocumentOrShadowRoot, tell: (message: Record<string, unknown>) => void) => void }} Bindings */

const START_MS = 20_000;
const HELLO_MS = 50;
const MAX_JSON = 20_000;

/** @param {string} id */
const byId = (id) => document.getElementById(id);

/** @type {{ clientId: string, locale: string, origins: string[], pack: string, content: string, locales: string[], api: string, helpUrl: string, standalone?: boolean }} */
const settings = JSON.parse(
  /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="kh-frame"]'))?.content || '{"origins":[]}',
);
const host = hostOrigin();
/** Tells this document's hello from one of the document before it, should the frame be loaded again. */
const nonce = Math.random();

/** @type {MessagePort | undefined} */ let port;
/** @type {{ config?: Record<string, unknown>, context?: unknown, consent?: unknown, look?: unknown }} */ let given = {};
/** @type {Handle | undefined} */ let handle;
/** @type {Bindings | undefined} */ let bindings;
let failed = false;

// Trunk's own script imports the glue, starts the WASM and then fires this event. All three ways it can go wrong
// (it throws, it rejects, it never ends) lead to the plain panel.
const deadline = setTimeout(fail, START_MS);
addEventListener('TrunkApplicationStarted', begin);
addEventListener('unhandledrejection', (event) => onError(event.reason));
// Capturing, for a script that cannot be fetched fires an error that does not bubble.
addEventListener('error', (event) => {
  if (event.target === window) onError(event.error);
  else if (event.target instanceof HTMLScriptElement) fail();
}, true);

byId('retry')?.addEventListener('click', () => {
  // Offline, a reload would leave the browser's error page here, with no way to close it.
  if (navigator.onLine) location.reload();
});
const link = byId('help-link');
if (link instanceof HTMLAnchorElement && settings.helpUrl) link.href = settings.helpUrl;

if (parent !== window && host && settings.origins.includes(host)) {
  addEventListener('message', connect);
  // Until it is answered: the page's own script may still be on its way.
  hello();
  if (typeof WebAssembly !== 'object') fail();
  // @ts-ignore a name that a release puts a value for, so that it has nothing of this branch (xtask/src/dist/minify.rs)
} else if (typeof KH_RELEASE === 'undefined' && parent === window && settings.standalone) {
  // `trunk serve`: there is no page around us, so we are our own loader. The portal never sends this value.
  const channel = new MessageChannel();
  port = channel.port1;
  channel.port2.postMessage({ v: 1, type: 'open' });
  begin();
} else {
  // Opened on its own, or in a page that is not the client's.
  fail();
}

/** The origin of the page around us: Firefox has no ancestorOrigins, but the loader makes sure of a referrer. */
function hostOrigin() {
  try {
    return location.ancestorOrigins?.[0] ?? new URL(document.referrer).origin;
  } catch {
    return '';
  }
}

function hello() {
  if (port || failed) return;
  parent.postMessage({ kh: 1, type: 'hello', n: nonce }, host);
  setTimeout(hello, HELLO_MS);
}

/** @param {MessageEvent} event */
function connect(event) {
  const { data } = event;
  if (event.source !== parent || event.origin !== host) return;
  if (data?.kh !== 1 || data.type !== 'connect' || data.n !== nonce || event.ports.length !== 1) return;
  removeEventListener('message', connect);
  [port] = event.ports;
  given = jsonOf(data) ? data : {};
  if (failed) sayFailed();
  else begin();
}

/** Runs when the port is there and when the WASM is; acts when both are. */
function begin() {
  bindings = /** @type {Window & { wasmBindings?: Bindings }} */ (window).wasmBindings;
  const root = byId('app');
  if (!port || !bindings || !root || handle || failed) return;
  clearTimeout(deadline);
  dress(given.look);
  const { clientId, locale, pack, content, locales, api } = settings;
  const told = record(given.config);
  // Anything but the two names there are is somebody's test: a case must not fail for it.
  const environment = (told.environment || 'production') === 'production' ? 'production' : 'playground';
  const split = !!bindings.loadRest;
  try {
    const actions = String(told.actions);
    const config = { clientId, locale, environment, mount: 'frame', pack, content, locales, api, split, actions, context: record(given.context) };
    handle = bindings.mount(root, JSON.stringify(config), emit);
    if (given.consent) tell({ ...record(given.consent), type: 'consent' });
  } catch (error) {
    console.error(error);
    fail();
    return;
  }
  if (told.inline) {
    document.documentElement.dataset.inline = '';
    addEventListener('focusin', enter, { once: true });
  } else {
    // The app hears Esc from its own elements; with the focus on none of them the key ends here.
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) close();
    });
  }
  // WebKit moves no focus into a frame that was not pressed in yet: the first key a customer goes on typing with is the
  // search field's.
  addEventListener('keydown', ({ key, ctrlKey, metaKey, altKey }) => {
    // Nor where a key means something. (A heading that was given the focus is none of those.)
    if (key.length > 1 || ctrlKey || metaKey || altKey || !document.activeElement || /** @type {HTMLElement} */ (document.activeElement).tabIndex >= 0) return;
    focusSearch();
  }, true);
  // Only now does the port begin to deliver: what was sent in the meantime is waiting in it.
  port.onmessage = receive;
}

function focusSearch() {
  const field = document.querySelector('#app [data-kh-focus=search]');
  if (field instanceof HTMLElement) field.focus();
  return field;
}

/** In the page's flow: open from when the customer goes in, and without moving them. @param {Event} event */
function enter({ target }) {
  tell({ type: 'open' });
  setTimeout(() => target instanceof HTMLElement && target.focus());
}

/** @param {string} json a message of the app's */
function emit(json) {
  if (json.length > MAX_JSON || failed) return;
  const message = JSON.parse(json);
  if (message.type === 'need-rest') {
    bindings?.loadRest?.(document, tell);
    return;
  }
  if (message.type === 'speak') {
    speak(message.locale);
    return;
  }
  if (message.type === 'ready') hide('shell', true);
  port?.postMessage(message);
}

/** @param {Record<string, unknown>} message for the app */
function tell(message) {
  const json = jsonOf({ v: 1, ...message });
  if (json && json.length <= MAX_JSON && !failed) handle?.send(json);
}

/** @param {MessageEvent} event */
function receive({ data }) {
  if (record(data).v !== 1 || typeof data.type !== 'string') return;
  if (data.type === 'theme') dress(data);
  else if (data.type === 'locale') speak(String(data.locale));
  // Pressed in the page, before the focus had come here. It is typed as if it had been pressed in the search field.
  else if (data.type === 'key') focusSearch() && document.execCommand('insertText', false, String(data.key));
  // `rest` is this script's own word, and the addresses of a language are never the page's to give.
  else if (data.type !== 'rest') tell(data);
}

/** The looks the page asked for, as far as they are colours, a length and a font. @param {unknown} look */
function dress(look) {
  const { theme, vars } = record(look);
  const { style, dataset } = document.documentElement;
  if (theme === 'light' || theme === 'dark') dataset.theme = theme;
  else delete dataset.theme;
  const kinds = { '--kh-accent': 'color', '--kh-on-accent': 'color', '--kh-radius': 'border-radius', '--kh-font': 'font-family' };
  for (const [name, kind] of Object.entries(kinds)) {
    const value = record(vars)[name];
    if (typeof value === 'string' && value.length <= 100 && CSS.supports(kind, value)) style.setProperty(name, value);
    else style.removeProperty(name);
  }
}

/** @param {string} locale */
const language = (locale) => locale.slice(0, 2).toLowerCase();

/** Goes on in another language: the portal says which it has, and where. @param {string} locale */
async function speak(locale) {
  try {
    const answer = await fetch(new URL(`${encodeURIComponent(locale)}.json`, location.href));
    if (!answer.ok) throw answer.status;
    const found = await answer.json();
    // The nearest it has may be another language altogether.
    if (language(found.locale) !== language(locale)) throw found.locale;
    document.documentElement.lang = found.locale;
    document.documentElement.dir = found.dir;
    tell({ type: 'locale', locale: found.locale, pack: found.pack, content: found.content });
  } catch {
    port?.postMessage({ v: 1, type: 'event', name: 'error', data: { code: 'locale-unavailable', field: locale } });
  }
}

/**
 * Before the app is there, any stray error is taken to be its; after, only a trap in the WASM, which leaves it unusable.
 * @param {unknown} error
 */
function onError(error) {
  if (!handle || error instanceof WebAssembly.RuntimeError) fail();
}

function fail() {
  if (failed) return;
  failed = true;
  clearTimeout(deadline);
  hide('shell', true);
  hide('app', true);
  hide('failed', false);
  if (parent === window) {
    hide('failed-close', true);
    return;
  }
  // On a phone the panel covers the page and there is no Esc key, so there must be a button to close it.
  byId('failed-close')?.addEventListener('click', close);
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  sayFailed();
}

function sayFailed() {
  port?.postMessage({ v: 1, type: 'failed', code: 'wasm-failed' });
}

function close() {
  port?.postMessage({ v: 1, type: 'close' });
}

/** @param {string} id @param {boolean} hidden */
function hide(id, hidden) {
  const element = byId(id);
  if (element) element.hidden = hidden;
}

/** @param {unknown} value @returns {string} empty for what JSON cannot say: a cycle, a BigInt */
function jsonOf(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}

/** @param {unknown} value @returns {Record<string, unknown>} itself, or an empty one if it is none */
function record(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? /** @type {Record<string, unknown>} */ (value) : {};
}
