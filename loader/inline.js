// @ts-check
// The way to the app inside the page itself (data-mount="inline"): klarna-help.js imports this in place of core.js, so
// that core.js, the script that draws the app and the app's own files are asked for in one go, not one after the other.
//
// Not here: what is done with them (inside.js), everything between the page and any app (core.js).
// It needs more of the page's CSP than the frame does (docs/embedding.md).

/** @typedef {any} Any the loader's values are few; the public ones are typed in klarna-help.d.ts */

const { origin } = new URL(import.meta.url);
/** @type {Promise<Any> | undefined} */ let core;
let again = ''; // after a failure: past whatever a cache has kept

/** As core.js's own, which it calls: each time something begins to load. @param {Any[]} given */
export default function begin(...given) {
  const [config, , , , failed, , , , main] = given;
  const t = main();
  // Before core.js is there. One that only waits for the first sign of intent fetches no app.
  if (t?.state === 'loading' && !t.frame && !t.app) {
    t.app = fetchApp(config);
    t.app.catch(() => (t.app = undefined)); // and it may be that nobody waits for it any more
  }
  core ??= import(`./core.js${again}`);
  core.then(
    (module) => module.default(...given, mount),
    () => {
      core = undefined;
      again += '?';
      if (main()) failed();
    },
  );
}

/**
 * Everything that the app needs before it can be drawn. Its addresses were written in with the release; only what is the
 * client's and the language's is asked for.
 * @param {Any} config
 */
function fetchApp({ clientId, locale }) {
  return Promise.all([
    import(`./inside.js${again}`),
    // The app will ask for its pack: by then it is there, or on its way.
    ask(clientId, locale).then((files) => (get(files.pack).catch(() => {}), files)),
    import(origin + '__KH_GLUE__'),
    get('__KH_CSS__').then((response) => response.text()).then((css) => new CSSStyleSheet().replace(css)),
    get('__KH_WASM__'),
  ]);
}

/** Draws the app in a view of this page. @param {Any} view @param {Any} kit what core.js lends */
async function mount(view, kit) {
  const { app = fetchApp(kit.config) } = view;
  const box = (view.frame = kit.h('div'));
  view.app = undefined;
  view.panel.append(box);
  try {
    const [inside, files, glue, sheet, wasm] = await app;
    await glue.default({ module_or_path: wasm });
    // Else it was dropped meanwhile, or taken out of the page: nothing must be left running.
    if (view.frame === box && box.isConnected) inside.draw(view, kit, { ask, files, glue, sheet });
  } catch (reason) {
    if (view.frame !== box) return;
    console.error(reason);
    again += '?';
    kit.fail(view, 'app-failed');
  }
}

/** What the portal knows of a client in a language. @param {string} clientId @param {string} locale */
const ask = async (clientId, locale) => (await get(`/v1/inline/${clientId}/${locale}.json?version=__KH_BUILD__`)).json();

/** @param {string} path on our origin */
async function get(path) {
  const response = await fetch(origin + path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}
