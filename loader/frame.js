// @ts-check
// The first script of the frame document (index.html), an ES module that runs before the WASM.
// It says hello to the page around it, takes the port that answers, starts the app with it,
// and when the app cannot start shows the plain panel that the document already holds.
//
// Invariant: it speaks first, and only to an origin that the client has registered; it never posts to '*'.
// Invariant: after the handshake every message goes over the port. Unknown or oversized ones are dropped.
// Invariant: no markup strings, no script elements: the document enforces Trusted Types with no policy.
//
// The document holds: <meta name="kh-frame" content='{"clientId","locale","origins","pack","bodies","api","helpUrl"}'>,
// #app, #shell (painted before the app) and #failed (hidden; with #retry, #help-link and #failed-close).

/** @typedef {{ send(json: string): void }} Handle */
/** @typedef {{ mount(root: Element, config: string, emit: (json: string) => void): Handle }} Bindings */

const START_MS = 20_000;
const MAX_JSON = 20_000;

/** @param {string} id */
const byId = (id) => document.getElementById(id);

/** @type {{ clientId: string, locale: string, origins: string[], pack: string, bodies: string, api: string, helpUrl: string, standalone?: boolean }} */
const settings = JSON.parse(
  /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="kh-frame"]'))?.content || '{"origins":[]}',
);
const host = hostOrigin();

/** @type {MessagePort | undefined} */ let port;
/** @type {{ environment?: unknown, context?: unknown }} */ let given = {};
/** @type {Handle | undefined} */ let handle;
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
  parent.postMessage({ kh: 1, type: 'hello' }, host);
  if (typeof WebAssembly !== 'object') fail();
} else if (parent === window && settings.standalone) {
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

/** @param {MessageEvent} event */
function connect(event) {
  const { data } = event;
  if (event.source !== parent || event.origin !== host) return;
  if (data?.kh !== 1 || data.type !== 'connect' || event.ports.length !== 1) return;
  removeEventListener('message', connect);
  [port] = event.ports;
  given = { environment: data.config?.environment, context: data.context };
  if (failed) sayFailed();
  else begin();
}

/** Runs when the port is there and when the WASM is; acts when both are. */
function begin() {
  const bindings = /** @type {Window & { wasmBindings?: Bindings }} */ (window).wasmBindings;
  const root = byId('app');
  if (!port || !bindings || !root || handle || failed) return;
  clearTimeout(deadline);
  const { clientId, locale, pack, bodies, api } = settings;
  // Anything but the two names there are is somebody's test: a case must not fail for it.
  const environment = (given.environment || 'production') === 'production' ? 'production' : 'playground';
  const context = isRecord(given.context) ? given.context : {};
  try {
    const config = { clientId, locale, environment, mount: 'frame', pack, bodies, api, context };
    handle = bindings.mount(root, JSON.stringify(config), emit);
  } catch (error) {
    console.error(error);
    fail();
    return;
  }
  // The app hears Esc from its own elements; with the focus on none of them the key ends here.
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) close();
  });
  // Only now does the port begin to deliver: what was sent in the meantime is waiting in it.
  port.onmessage = receive;
}

/** @param {string} json a message of the app's */
function emit(json) {
  if (json.length > MAX_JSON || failed) return;
  const message = JSON.parse(json);
  if (message.type === 'ready') hide('shell', true);
  port?.postMessage(message);
}

/** @param {MessageEvent} event */
function receive({ data }) {
  if (!isRecord(data) || data.v !== 1 || typeof data.type !== 'string' || failed) return;
  const json = JSON.stringify(data);
  if (json.length <= MAX_JSON) handle?.send(json);
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

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
