// @ts-check
// The script of the probe document (`/v1/probe/<client>`), which `diagnose()` frames for a moment. It looks whether help
// could run in a frame of the page around it, says so to that page's exact origin, and is done.
//
// Invariant: it says nothing of the customer, and nothing of the client's registration but whether this page is in it.
// Invariant: it writes nothing.

export {}; // a module: its names are its own

const VERSION = '__KH_BUILD__';

const meta = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="kh-probe"]'));
/** @type {{ client: boolean, origin: string, registered: boolean }} what the portal answered for this address */
const known = JSON.parse(meta?.content || '{}');
const host = hostOrigin();

if (parent !== window && host) {
  report(host).catch(() => {}); // nobody is there to hear of it
}

/** @param {string} host */
async function report(host) {
  const found = {
    kh: 1,
    type: 'probe',
    version: VERSION,
    client: known.client,
    // The answer is for the origin that was asked about; were that another page's, it would say nothing about this one.
    registered: known.registered && known.origin === host,
    wasm: compiles(),
    storage: stores(),
    api: await answers(),
  };
  parent.postMessage(found, host);
}

/** The origin of the page around us. Firefox has no ancestorOrigins, and a page may send no referrer. */
function hostOrigin() {
  try {
    return location.ancestorOrigins?.[0] ?? new URL(document.referrer || known.origin).origin;
  } catch {
    return '';
  }
}

/** Whether WebAssembly is there and allowed: the smallest module is its head. */
function compiles() {
  try {
    return new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}

/** Whether the frame has a storage of its own: where it is blocked, to name it is an error. */
function stores() {
  try {
    return localStorage.length >= 0;
  } catch {
    return false;
  }
}

async function answers() {
  try {
    return (await fetch('/readyz', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
