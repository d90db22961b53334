// @ts-check
// The page around the widget in a preview: what there is to show, what is refused, and a look for changes.
//
// What is shown stands in the address, `#<locale>/<place>`, so that it is shown again after a change.

const AREAS = { payments: 'Payments', returns: 'Returns', account: 'Account', disputes: 'Disputes' };

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const choice = /** @type {HTMLSelectElement} */ (byId('locale'));
const find = /** @type {HTMLInputElement} */ (byId('find'));

/** @typedef {{ to: string, title: string, area: string }} Thing */
/** @typedef {{ tag: string, market: string, things: Thing[], missing: string[], warnings: string[] }} Locale */
/** @typedef {{ generation: number, refusals: { path: string, what: string, remedy: string }[], locales: Locale[] }} State */

/** @type {State} */
let state = await read('/state.json');
const [asked, at] = decodeURIComponent(location.hash.slice(1)).split('/');
const locale = [asked, 'en-GB'].map((tag) => state.locales.find((one) => one.tag === tag)).find(Boolean) ?? state.locales[0]; // what is written first, unless another is asked for
let place = at ?? '';

/** @param {string} address */
async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/** @param {string} id @param {string[]} lines */
function list(id, lines) {
  const items = lines.map((line) => Object.assign(document.createElement('li'), { textContent: line }));
  byId(id).querySelector('ul')?.replaceChildren(...items);
}

function refused() {
  byId('refused').hidden = state.refusals.length === 0;
  list('refused', state.refusals.map((one) => `${one.path}: ${one.what}; ${one.remedy}`));
}

/** @param {string} to */
function show(to) {
  place = to;
  history.replaceState(null, '', `#${locale.tag}/${to}`);
  // @ts-ignore: the loader's own.
  window.KlarnaHelp('open', to);
  things();
  const [kind, slug] = to.split(':');
  byId('graph').hidden = kind !== 'flow';
  if (kind !== 'flow') return;
  const address = `/graph/${locale.tag}/${slug}.svg?${state.generation}`;
  byId('graph').querySelector('img')?.setAttribute('src', address);
  byId('graph').querySelector('a')?.setAttribute('href', address);
}

function things() {
  const wanted = find.value.trim().toLowerCase();
  const parts = Object.entries(AREAS).map(([area, name]) => {
    const of = locale.things.filter((t) => t.area === area && `${t.title} ${t.to}`.toLowerCase().includes(wanted));
    const items = of.map((thing) => {
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: thing.title });
      button.title = thing.to;
      if (thing.to === place) button.setAttribute('aria-current', 'true');
      button.addEventListener('click', () => show(thing.to));
      const item = document.createElement('li');
      item.append(button, thing.to.startsWith('flow:') ? ' (guide)' : '');
      return item;
    });
    const heading = Object.assign(document.createElement('h2'), { textContent: `${name} (${of.length})` });
    const all = document.createElement('ul');
    all.append(...items);
    return [heading, all];
  });
  byId('things').replaceChildren(...parts.flat());
}

/** Waits for each change: shows it, or says what is refused. */
async function watch() {
  for (;;) {
    try {
      const { generation } = await read(`/changes?since=${state.generation}`);
      if (generation === state.generation) continue;
      const now = await read('/state.json');
      if (now.refusals.length === 0) return location.reload();
      state = now;
      refused();
    } catch {
      // It was ended, or starts anew.
      await new Promise((go) => setTimeout(go, 1_000));
    }
  }
}

refused();
if (locale) {
  document.documentElement.lang = 'en-GB';
  for (const { tag, market } of state.locales) choice.append(new Option(`${tag} (${market})`, tag, false, tag === locale.tag));
  choice.addEventListener('change', () => {
    location.hash = `${choice.value}/${place}`;
    location.reload();
  });
  find.addEventListener('input', things);
  list('missing', locale.missing.length ? locale.missing : ['None.']);
  list('warnings', locale.warnings.length ? locale.warnings : ['None.']);
  const loader = Object.assign(document.createElement('script'), { src: '/v1/klarna-help.js', async: true });
  Object.assign(loader.dataset, { clientId: 'preview', locale: locale.tag });
  loader.addEventListener('load', () => (place ? show(place) : things()));
  document.head.append(loader);
}
void watch();
