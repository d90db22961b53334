// Comes with the part of the module that answers a search; what later parts alone import of wasm-bindgen's glue is added
// to it. It is asked to load by first.js, which says how each part is started.
let answers;
let rest;
let sheet;

const fetchSheet = async () => {
  const answer = await fetch(new URL('__KH_LATER__', import.meta.url));
  if (!answer.ok) throw answer.status;
  return new CSSStyleSheet().replace(await answer.text());
};

const sheetOf = () =>
  (sheet ??= fetchSheet().catch((error) => {
    sheet = undefined;
    throw error;
  }));
// This script may be here before anybody has asked for what comes with it.
sheetOf().catch(() => {});

/** What came is kept; what did not is tried again the next time. */
export async function load(root, tell, startAnswers, startRest) {
  answers ??= Promise.all([sheetOf(), startAnswers()]).catch((error) => {
    answers = undefined;
    throw error;
  });
  const [look] = await answers;
  root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, look])];
  tell({ type: 'rest' });
  rest ??= startRest().catch((error) => {
    rest = undefined;
    throw error;
  });
  await rest;
  tell({ type: 'rest', ok: true });
}
