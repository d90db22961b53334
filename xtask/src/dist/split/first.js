// Added to wasm-bindgen's glue, whose `wasm` (the first part's exports) and `__wbg_get_imports` it uses: how the later parts
// of the module (xtask/src/dist/split/parts.rs) are joined to it. Everybody waits for this, so it is short; what only
// happens later is in later.js.
const ANSWERS = new URL('__KH_ANSWERS__', import.meta.url);
const REST = new URL('__KH_REST__', import.meta.url);
let again = ''; // after a failure: a browser may remember that a script did not come
/** What parts import of those before: of the first, and of the second once it is there. */
let shared;
/** What later parts alone import of the glue, once it is there. */
let own;
const imports = () => ({
  k: (shared ??= { ...wasm }),
  // Their own are looked up when they are called, so that a module need not wait for them to be compiled.
  w: new Proxy(__wbg_get_imports().w, {
    get: (all, name) =>
      all[name] ??
      ((...given) => {
        if (!own) throw new WebAssembly.RuntimeError('too early');
        return own[name](...given);
      }),
  }),
  kh: { r: () => now(REST, shared.l) },
});
const began = ({ exports }, there) => {
  Object.assign(shared, exports);
  there.value = 1;
};
const start = async (answer, there) => began((await WebAssembly.instantiateStreaming(answer, imports())).instance, there);

/** What answers a search, once it was asked for. */
let asked;
const ask = () => (asked ||= Promise.all([import('__KH_LATER_GLUE__' + again), fetch(ANSWERS)]));
// Before the app asks: by then a slow network has nearly brought the first part, and would stand still for a round trip.
setTimeout(() => ask().catch(() => {}), 100);

/** Starts the later parts one after the other, with the sheet that they need in `root`, and tells the app what is there. */
export async function loadRest(root, tell) {
  try {
    const [later, answer] = await ask();
    own ??= later.default(__KH_SHARED__);
    await later.load(root, tell, () => start(answer, wasm.a), () => start(fetch(REST), shared.l));
  } catch {
    asked = 0;
    again += '?';
    tell({ type: 'rest', ok: false });
  }
}

// A function of a later part was called before that came. The call cannot wait, so the page does: this is for what
// nobody foresaw, and tests/e2e/module-parts holds that the ways to home and to an answer never come here. It goes on without
// the later parts' glue, which cannot be fetched in one breath: most of what they call is the first part's too.
function now(address, there) {
  try {
    const request = new XMLHttpRequest();
    request.open('GET', address, false);
    request.overrideMimeType('text/plain; charset=x-user-defined');
    request.send();
    const bytes = Uint8Array.from(request.responseText, (char) => char.charCodeAt(0));
    began(new WebAssembly.Instance(new WebAssembly.Module(bytes), imports()), there);
  } catch (error) {
    // The app cannot go on from the middle of a call: as after a trap, the frame shows its plain panel.
    throw new WebAssembly.RuntimeError(error);
  }
}
