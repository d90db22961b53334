// The second part of the module (xtask/src/dist/split/), its glue and its sheet: joined to wasm-bindgen's glue, whose `wasm`
// (the first part's exports) and `__wbg_get_imports` it uses.
const REST = new URL('__KH_REST__', import.meta.url);
let rest;
let again = ''; // after a failure: a browser may remember that a script did not come
/** Imports of the second part alone, once they are there. */
let own;
const restGlue = async () => {
  own = (await import('__KH_REST_GLUE__' + again)).default(__KH_SHARED__);
};
// Its own are looked up when they are called, so that the module need not wait for them to be compiled.
const late =
  (name) =>
  (...given) => {
    if (!own) throw new WebAssembly.RuntimeError('too early: see split-profile');
    return own[name](...given);
  };
const restImports = () => ({ k: wasm, w: new Proxy(__wbg_get_imports().w, { get: (all, name) => all[name] ?? late(name) }) });
const restThere = () => {
  wasm.l.value = 1;
};
const restSheet = async () => {
  const answer = await fetch(new URL('__KH_LATER__', import.meta.url), { priority: 'low' });
  if (!answer.ok) throw answer.status;
  return new CSSStyleSheet().replace(await answer.text());
};

/** Fetches and starts the second part, with its sheet for the app in `root`; again after a failure. */
export async function loadRest(root) {
  rest ??= Promise.all([restSheet(), restGlue(), WebAssembly.instantiateStreaming(fetch(REST), restImports())]);
  try {
    const [sheet] = await rest;
    restThere();
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch (error) {
    rest = undefined;
    again += '?';
    throw error;
  }
}

// A function of the second part was called before it came. The call cannot wait, so the page does: this is for what
// nobody foresaw, and tests/e2e/two-modules holds that the way to the first answers never comes here. It goes on without
// the second part's glue, which cannot be fetched in one breath: most of what it calls is the first part's too.
function restNow() {
  try {
    const request = new XMLHttpRequest();
    request.open('GET', REST, false);
    request.overrideMimeType('text/plain; charset=x-user-defined');
    request.send();
    const bytes = Uint8Array.from(request.responseText, (char) => char.charCodeAt(0));
    new WebAssembly.Instance(new WebAssembly.Module(bytes), restImports());
    restThere();
  } catch (error) {
    // The app cannot go on from the middle of a call: as after a trap, the frame shows its plain panel.
    throw new WebAssembly.RuntimeError(`the second part did not come: ${error}`);
  }
}
