// @ts-check
// The help app inside the page itself (data-mount="inline"): core.js imports this module on the first intent.
// It needs more of the page's CSP than the frame does (docs/embedding.md). On Klarna's own pages it is the whole app;
// on anybody else's ("public") the app hands screens with personal data over, and core.js opens them in a frame.

/**
 * @typedef {object} Told
 * @property {string} base the portal's origin
 * @property {string} clientId
 * @property {string} locale
 * @property {string} environment
 * @property {boolean} inFlow a `<klarna-help inline>` of the page, not the panel
 * @property {Record<string, unknown>} context core.js's own object: read late, it is the newest
 * @property {Record<string, unknown> | null} consent
 * @property {{ theme: string, vars: Record<string, string> }} look
 */

/**
 * Mounts the app. Rejects when something cannot be fetched or started. Never settles when `box` has meanwhile
 * been taken out of the page: nobody waits for an answer then, and nothing must be left running.
 * @param {Told} told
 * @param {HTMLElement} box where to draw
 * @param {(message: object) => void} emit messages for core.js
 * @returns {Promise<{ public: boolean, send(message: Record<string, any>): void, unmount(): void }>}
 */
export async function mount(told, box, emit) {
  const { base, clientId, locale, environment, context, consent } = told;
  const at = (/** @type {string} */ path) => new URL(path, base).href;
  const start = async (/** @type {string} */ tag) =>
    (await get(at(`/v1/inline/${clientId}/${tag}.json?version=__KH_BUILD__`))).json();

  // All at once: the app is not ready before the last of them. Their addresses were written in with the release.
  const [files, glue, wasm, sheet] = await Promise.all([
    // The app will ask for its pack: by then it is there, or on its way.
    start(locale).then((files) => (get(at(files.pack)).catch(() => {}), files)),
    import(at('__KH_GLUE__')),
    get(at('__KH_WASM__')),
    get(at('__KH_CSS__')).then((response) => response.text()).then((css) => new CSSStyleSheet().replace(css)),
  ]);
  await glue.default({ module_or_path: wasm });
  if (!box.isConnected) return new Promise(() => {});

  // A shadow root of its own, so that the app's sheet and the shell's never meet.
  const root = box.shadowRoot ?? box.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  const element = document.createElement('div');
  element.id = 'app'; // as in the frame's document, so that one sheet serves both
  root.replaceChildren(element);
  dress(element, told.look.theme);

  const config = {
    clientId, locale, environment, context, mount: files.mount,
    pack: at(files.pack), bodies: at(files.bodies), api: at(files.api), split: !!glue.loadRest,
  };
  const handle = glue.mount(element, JSON.stringify(config), hear);
  const tell = (/** @type {object} */ message) => handle.send(JSON.stringify({ v: 1, ...message }));
  if (told.inFlow) element.dataset.inline = '';
  if (consent) tell({ ...consent, type: 'consent' });

  function hear(/** @type {string} */ json) {
    const message = JSON.parse(json);
    if (message.type !== 'need-rest') return emit(message);
    glue.loadRest(root).then(
      () => tell({ type: 'rest', ok: true }),
      () => tell({ type: 'rest', ok: false }),
    );
  }

  async function speak(/** @type {string} */ tag) {
    try {
      const found = await start(tag);
      element.dir = found.dir;
      tell({ type: 'locale', locale: found.locale, pack: at(found.pack), bodies: at(found.bodies) });
    } catch {
      emit({ v: 1, type: 'event', name: 'error', data: { code: 'locale-unavailable' } });
    }
  }

  return {
    public: files.mount === 'public',
    send(message) {
      // The page's custom properties reach the app by themselves.
      if (message.type === 'theme') dress(element, message.theme);
      else if (message.type === 'locale') speak(message.locale);
      else tell(message);
    },
    unmount() {
      handle.unmount?.();
      element.remove();
    },
  };
}

/** @param {HTMLElement} element @param {string} theme */
function dress({ dataset }, theme) {
  if (theme === 'light' || theme === 'dark') dataset.theme = theme;
  else delete dataset.theme;
}

/** @param {string} url */
async function get(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}
