// @ts-check
// The help app inside the page itself (data-mount="inline"): the loader imports this module on the first intent.
// It needs more of the page's CSP than the frame does (docs/embedding.md), so it is for Klarna's own pages.

/**
 * @typedef {object} Options
 * @property {string} base the portal's origin
 * @property {string} clientId
 * @property {string} locale
 * @property {string} environment
 * @property {Record<string, unknown>} context the loader's own object: read late, it is the newest
 * @property {ShadowRoot | HTMLElement} root where to draw; its styles go to the shadow root it is in
 * @property {(message: object) => void} emit messages for the loader
 */

/**
 * Mounts the app. Rejects when something cannot be fetched or started. Never settles when the loader has
 * meanwhile taken `root` out of the page: nobody waits for an answer then, and nothing must be left running.
 * @param {Options} options
 * @returns {Promise<{ send(message: object): void, unmount(): void }>}
 */
export async function mount({ base, clientId, locale, environment, context, root, emit }) {
  const at = (/** @type {string} */ path) => new URL(path, base).href;
  const files = await (await get(at(`/v1/inline/${clientId}/${locale}.json`))).json();

  // All at once: the app is not ready before the last of them.
  const [glue, wasm, css] = await Promise.all([
    import(at(files.glue)),
    get(at(files.wasm)),
    get(at(files.css)).then((response) => response.text()),
  ]);
  await glue.default({ module_or_path: wasm });
  if (!root.isConnected) return new Promise(() => {});

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const scope = /** @type {ShadowRoot | Document} */ (root.getRootNode());
  scope.adoptedStyleSheets = [...scope.adoptedStyleSheets, sheet];
  const element = document.createElement('div');
  element.id = 'app'; // as in the frame's document, so that one sheet serves both
  root.append(element);

  const unhang = () => {
    element.remove();
    scope.adoptedStyleSheets = scope.adoptedStyleSheets.filter((other) => other !== sheet);
  };
  try {
    const config = {
      clientId, locale, environment, mount: 'inline', context,
      pack: at(files.pack), bodies: at(files.bodies), api: at(files.api),
    };
    const handle = glue.mount(element, JSON.stringify(config), (/** @type {string} */ json) => emit(JSON.parse(json)));
    return {
      send: (message) => handle.send(JSON.stringify(message)),
      unmount() {
        handle.unmount?.();
        unhang();
      },
    };
  } catch (error) {
    unhang();
    throw error;
  }
}

/** @param {string} url */
async function get(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}
