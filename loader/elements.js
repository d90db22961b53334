// @ts-check
// `<klarna-help inline>` in a page's flow: a card with a search field, in which the app is drawn on the first sign of
// intent. Imported by core.js on pages that have such an element.
//
// Not here: the app's frame and messages (core.js), the launcher (klarna-help.js).

/** @typedef {any} Any */

const sheet = new CSSStyleSheet();
sheet.replaceSync(
  ':host{all:initial;display:block!important}' +
    '*{box-sizing:border-box;margin:0;font:inherit}' +
    'aside{font:medium/1.5 var(--kh-font,system-ui);color-scheme:var(--kh-theme,light dark)}' +
    '[part=panel]{position:relative;overflow:hidden;padding:8px 20px;height:var(--kh-height,560px);border:1px solid #8888;border-radius:var(--kh-radius,24px)}' +
    'input,button{width:100%;height:48px;padding:0 18px;border:1px solid;border-radius:24px}' +
    'header:not([hidden])~*{visibility:hidden}' +
    '[hidden]{display:none}',
);

/**
 * Draws one element, unless it is drawn.
 * @param {Element} el
 * @param {Any} kit what core.js lends
 */
export function draw(el, { h, sheet: shellSheet, words, connectTo, frameOf, tell, config }) {
  if (el.shadowRoot?.firstChild) return;
  const say = words();
  const title = `Klarna ${say[0]}`;
  const root = el.shadowRoot ?? el.attachShadow({ mode: 'open' });
  const view = /** @type {Any} */ ({ el, inline: true, waiting: [] });
  let tries = 0;
  view.start = () => {
    if (view.state === 'loading' || view.state === 'ready') return;
    view.state = 'loading';
    tries += 1;
    const to = el.getAttribute('to');
    if (to && tries === 1) tell(view, 'navigate', { to });
    if (config.mount !== 'inline') view.panel.append((view.frame = frameOf(tries > 1 ? `?${tries}` : '')));
    connectTo(view);
  };
  // An app in this page's document is open from when the customer goes in, and they are not moved. (One in a frame sees
  // to that itself.)
  const enter = (/** @type {Event} */ event) => {
    if (event.target !== view.frame) return;
    root.removeEventListener('focusin', enter);
    const [target] = event.composedPath();
    tell(view, 'open');
    setTimeout(() => target instanceof HTMLElement && target.focus());
  };
  root.addEventListener('focusin', enter);
  // Then as the shell in the panel.
  root.adoptedStyleSheets = [sheet, shellSheet];
  root.replaceChildren(
    (view.box = h(
      'aside',
      { lang: config.locale.slice(0, 2), ariaLabel: title },
      (view.panel = h(
        'div',
        { part: 'panel', onpointerenter: view.start },
        (view.shell = h(
          'header',
          {},
          h('h2', {}, title),
          h('label', {}, say[3], (view.input = h('input', { type: 'search', onfocus: view.start }))),
          (view.note = h('div', {})),
        )),
      )),
    )),
  );
  if (config.theme) view.box.style.setProperty('--kh-theme', config.theme);
}
