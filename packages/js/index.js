// @ts-check
// Adds the loader's tag to the page, once, and hands over the commands that it brings.
//
// Not here: the loader itself, which comes from the portal; what the commands mean (types.d.ts).
// Invariant: importing this does nothing; on a server calling it does nothing either.

/** @typedef {import('./types.js').KlarnaHelp} KlarnaHelp */
/** @typedef {import('./index.js').KlarnaHelpLoadConfig} LoadConfig */

const LOADER = '/v1/klarna-help.js';

/** Why the widget could not be loaded, and what to do. */
export class KlarnaHelpLoadError extends Error {
  /**
   * @param {import('./index.js').KlarnaHelpLoadErrorCode} code
   * @param {string} what
   * @param {string} next
   */
  constructor(code, what, next) {
    super(`Klarna Help: ${what} Next: ${next}`);
    this.name = 'KlarnaHelpLoadError';
    this.code = code;
    this.next = next;
  }
}

/**
 * The load that counts, until it fails or the widget is destroyed.
 * @type {{ clientId: string, promise: Promise<KlarnaHelp>, help?: KlarnaHelp } | undefined}
 */
let current;

/** @type {typeof import('./index.js').loadKlarnaHelp} */
export function loadKlarnaHelp(config) {
  if (typeof window === 'undefined') return Promise.resolve(null);
  if (!config?.clientId) return Promise.reject(noClientId());
  const { clientId } = config;
  const gone = current?.help && window.KlarnaHelp !== current.help ? current.help : undefined;
  if (current && !gone) return clientId === current.clientId ? current.promise : Promise.reject(otherClient(config, current));

  /** @type {NonNullable<typeof current>} */
  const load = { clientId, promise: once(config, gone) };
  current = load;
  load.promise.then(
    (help) => (load.help = help),
    // The next call tries again.
    () => current === load && (current = undefined),
  );
  return load.promise;
}

/** @type {typeof import('./index.js').createQueue} */
export function createQueue() {
  if (typeof window === 'undefined') return () => undefined;
  /** @type {unknown[][]} */
  const q = [];
  /** @param {unknown[]} call */
  const forward = (...call) => {
    // Absent after destroy(): then there is nobody to tell.
    const help = /** @type {((...call: unknown[]) => unknown) | undefined} */ (window.KlarnaHelp);
    return help === forward ? void q.push(call) : help?.(...call);
  };
  const stub = /** @type {any} */ (Object.assign(forward, { q }));
  return (window.KlarnaHelp ??= stub);
}

/**
 * @param {LoadConfig} config
 * @param {KlarnaHelp} [gone] what was there before destroy(): its script need not come again
 * @returns {Promise<KlarnaHelp>}
 */
async function once(config, gone) {
  if (gone && !ready()) gone.init(settings(config));
  const help = ready() ?? (await fromPage()) ?? (await fromTag(config));
  const { clientId } = help.info();
  if (clientId !== config.clientId) throw otherClient(config, { clientId });
  return help;
}

/** The loader's global, once it is more than a queue. */
function ready() {
  const help = window.KlarnaHelp;
  return help && !Array.isArray(help.q) && typeof help.info === 'function' ? help : undefined;
}

/** A tag that the page has brought, if it has not run yet: it may need a moment, or have failed. */
async function fromPage() {
  const tag = document.querySelector('script[data-client-id][src*="klarna-help"]');
  // Once the page is complete it has had its moment. A second tag does no harm: two act as one.
  if (!tag || document.readyState === 'complete') return undefined;
  await new Promise((resolve) => {
    for (const name of ['load', 'error']) tag.addEventListener(name, resolve, { once: true });
    window.addEventListener('load', resolve, { once: true });
  });
  return ready();
}

/** @param {LoadConfig} config */
async function fromTag(config) {
  const address = addressOf(config);
  const tag = document.createElement('script');
  tag.async = true;
  if (config.nonce) tag.nonce = config.nonce;
  if (config.integrity) tag.integrity = config.integrity;
  // Without it the browser refuses to compare the hash of another origin's file.
  if (config.crossOrigin || config.integrity) tag.crossOrigin = config.crossOrigin ?? 'anonymous';
  for (const [key, value] of Object.entries(settings(config))) if (value !== false) tag.dataset[key] = String(value);
  try {
    tag.src = address;
  } catch {
    throw new KlarnaHelpLoadError(
      'trusted-types',
      'the page requires Trusted Types, and an address is refused.',
      'put the script tag into the markup; this package uses it where it is.',
    );
  }
  const came = new Promise((resolve) => {
    tag.addEventListener('load', () => resolve(true));
    tag.addEventListener('error', () => resolve(false));
  });
  document.head.append(tag);
  const help = (await came) ? ready() : undefined;
  if (help) return help;
  tag.remove();
  const { origin } = new URL(address);
  throw (await came)
    ? new KlarnaHelpLoadError('not-klarna-help', `${address} is something else.`, 'look at what it answers, and mend src.')
    : new KlarnaHelpLoadError(
        'load-failed',
        `${address} did not load.`,
        `try again if the browser is offline; else allow ${origin} in script-src` +
          (config.integrity ? ', and see that integrity is of this very release.' : '.'),
      );
}

/**
 * The loader's address: src itself, or where it is on the portal.
 * @param {LoadConfig} config
 */
function addressOf({ src }) {
  try {
    const url = new URL(src, document.baseURI);
    return url.pathname === '/' ? url.origin + LOADER : url.href;
  } catch {
    throw new KlarnaHelpLoadError('bad-src', `src is no address: ${src}.`, 'give the portal\'s origin, such as https://help.example.com.');
  }
}

/**
 * The configuration without what only the tag takes.
 * @param {LoadConfig} config
 */
function settings({ src, integrity, nonce, crossOrigin, ...rest }) {
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
}

function noClientId() {
  return new KlarnaHelpLoadError('no-client-id', 'there is no clientId.', 'give the client id that you got for the shop.');
}

/**
 * One page has one client.
 * @param {LoadConfig} wanted
 * @param {{ clientId: string }} there
 */
function otherClient(wanted, there) {
  return new KlarnaHelpLoadError(
    'other-client',
    `the page has the client ${there.clientId}, not ${wanted.clientId}.`,
    'call destroy() first, or use one client id on the page.',
  );
}
