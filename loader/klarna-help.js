// @ts-check
// The one script a merchant adds: the launcher, the panel's shell with a search field that takes typing at once, and a
// queue for commands. On the first sign that help is wanted it makes the frame and, beside it, imports core.js, which
// has everything else.
//
// Invariant: before that first sign there is no request, cookie, storage or timer.
// Invariant: the page keeps its handlers, history, body styles and globals; the one global added is KlarnaHelp.
// Invariant: no style attribute, no <style>, no markup string: it runs under any style-src and under Trusted Types.
// Invariant: what is drawn here works without core.js: open, type, close, and words and a link when nothing else loads.
//
// What each command means: klarna-help.d.ts. Sloppy mode on purpose: deleting a global that
// the page declared as a function must fail in silence, not throw.
// The whole page pays for this file, so it is kept small (size-budget.toml): short of a comment, prefer deleting.
(() => {
  /** @typedef {any} Any the loader's own values are few; the public ones are typed in klarna-help.d.ts */
  const w = /** @type {Any} */ (self);
  const d = document;
  const TAG = 'klarna-help';
  const GLOBAL = 'KlarnaHelp';

  const script = /** @type {HTMLScriptElement} */ (d.currentScript || d.querySelector(`script[src*=${TAG}]`));
  const base = new URL(script.src).origin;
  const version = '__KH_BUILD__';
  const PHONE = '(max-width:640px),(max-height:480px)';

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    // !important, for the page's own rules (`* {…}`) win over :host otherwise.
    ':host{all:initial!important;display:contents!important}' +
    '*{box-sizing:border-box;margin:0;font:inherit}' +
    // Launcher and panel share a cell of a strip along the foot of the window, which lets clicks through.
    'aside{position:fixed;inset:auto var(--kh-offset,20px) var(--kh-offset,20px);z-index:var(--kh-zIndex,999000);' +
    'display:grid;place-items:end var(--kh-side,end);pointer-events:none;color-scheme:var(--kh-theme,light dark);' +
    // `medium` is the customer's own font size, not the page's. It is 16px unless changed: under that a phone zooms into fields.
    'font:medium var(--kh-font,system-ui)}' +
    'aside>*{grid-area:1/1;pointer-events:auto}' +
    // Transparent borders are there to be drawn in forced colours, where backgrounds and shadows go.
    'button,dialog{border:1px solid #0000;border-radius:var(--kh-radius,24px)}' +
    'button,input{height:48px;padding:0 18px}' +
    'button{background:var(--kh-accent,#ffa8cd);color:var(--kh-on-accent,#000)}' +
    'header>button{float:right}' +
    '.none{display:none}' +
    '.icon{font-size:0;width:48px;padding:0}' +
    '.icon:before{content:"?"/""}' +
    // Trouble with the payment that the page told of, until core.js sees to it. Part of the name, so that it is heard too; out
    // of the flow, for it may come when the launcher is drawn already, and nothing may move.
    '.true:after{content:"!";position:fixed}' +
    '.icon:after,.icon:before{font-size:24px}' +
    'input{width:100%}' +
    'dialog{display:block;position:relative;padding:8px 20px;height:min(680px,100dvh - 104px);width:400px}' +
    // A closed panel keeps its layout: display:none would stop the frame's rendering while it gets ready, and lose its scroll.
    '[aria-expanded=true],dialog:not([open]),header:not([hidden])~*{visibility:hidden}' +
    '@media' + PHONE + '{.s,.strue{display:none}dialog{position:fixed;inset:var(--y,0) 0 auto;min-width:100%;height:var(--h,100dvh);border-radius:0}}',
  );

  /** Commands: [name, ...arguments]. Those that wait for core.js; and, for good, `on`, `once` and `attach`. */
  const queue = /** @type {Any[]} */ ([]);
  /** @type {Any} */
  let t; // what is drawn: {el, box, launcher, panel, shell, input, note, words}, and once started {state, frame}
  let core;
  let again = ''; // after a failure: past whatever a cache has kept
  const config = /** @type {Any} */ ({ locale: d.documentElement.lang || navigator.language });

  const h = (tag, props, ...kids) => {
    const e = d.createElement(tag);
    e.append(...kids);
    return Object.assign(e, props);
  };

  const url = (path) => [base, path, config.clientId, config.locale].join('/');

  // ---- loading ---------------------------------------------------------------------------------
  const fail = () => {
    t.state = 'failed';
    again += '?';
    const href = url('help');
    // There is no panel yet where it is a command that loads, or an element in the page.
    t.note?.replaceChildren(
      h('p', { role: 'alert' }, h('button', { onclick: start }, t.words[4])),
      // A new tab is cut off from this page (noopener) by itself.
      h('a', { href, target: '_blank' }, href),
    );
    // Those that still wait for core.js. Each in a task of its own: one that throws is the page's, and stops nobody.
    queue.forEach((e) => /^on(ce)?,error,/.test(e) && setTimeout(e[2], 0, { code: 'core-failed' }));
  };

  const load = () => {
    core ||= import(`${base}/${version}/${config.mount === 'inline' ? 'inline' : 'core'}.js${again}`);
    core.then(
      (m) => m.default(config, early, queue, h, fail, soon, ensure, dress, () => t),
      () => {
        core = 0;
        if (t) fail();
      },
    );
  };

  // Begins the load; after a failure, begins it anew. What was typed stays in the shell's field.
  const start = () => {
    if (!t?.panel || t.state > 'l') return; // destroyed; loading or ready
    t.frame?.remove();
    t.state = 'loading';
    if (config.mount !== 'inline')
      t.panel.append(
        (t.frame = h('iframe', {
          title: t.panel.ariaLabel,
          src: url('frame/' + version) + again,
          allow: 'clipboard-write',
          referrerPolicy: 'origin',
          onload: () => (t.loaded = 1),
        })),
      );
    load();
  };

  // The panel; and what is loaded for it after the next frame, for what the customer sees comes first.
  const soon = () => {
    const title = 'Klarna ' + t.words[1];
    if (!t.panel)
      t.box.append(
        (t.panel = h(
          'dialog',
          { part: 'panel', ariaLabel: title },
          (t.shell = h(
            'header',
            0,
            h('button', { ariaLabel: t.words[2], onclick: close }, '×'),
            h('h2', 0, title),
            h('label', 0, t.words[3], (t.input = h('input', { type: 'search' }))),
            (t.note = h('div')),
          )),
        )),
      );
    setTimeout(start, 30);
  };

  // ---- the panel -------------------------------------------------------------------------------
  const close = () => {
    if (!t?.panel) return;
    t.launcher.ariaExpanded = false; // first: it is to be seen when the panel gives focus back to it
    t.panel.close();
  };

  // ---- the element -----------------------------------------------------------------------------
  // What the configuration says of the looks. A value that makes no sense is passed over by the style's own parser.
  const dress = () => {
    for (const key in config) t.box.style.setProperty('--kh-' + key, config[key]);
    t.launcher.className =
      config.launcher + ' s' + config.hideSmall + ' ' + queue.some((e) => e[1]?.errorCode || /^[de]/.test(e[1]?.paymentStatus));
    t.launcher.textContent = config.label || t.words[1];
  };

  // Beside <body>, not in it: a page that swaps or transforms its body neither loses nor moves it.
  const draw = () => {
    const el = d.documentElement.appendChild(h(TAG));
    const root = el.attachShadow({ mode: 'open' });
    // The few words needed before, or without, the app.
    const words = (
      {
        sv: 'sv|Hjälp|Stäng|Sök|Fel. Försök igen',
        de: 'de|Hilfe|Schließen|Suchen|Fehler. Erneut versuchen',
      }[config.locale.slice(0, 2)] || 'en|Help|Close|Search|Failed. Try again'
    ).split('|');
    t = { el, words };
    root.adoptedStyleSheets = [sheet];
    root.append(
      // A landmark, so that a screen reader's list of them leads to help.
      (t.box = h(
        'aside',
        { lang: words[0] },
        (t.launcher = h('button', {
          part: 'launcher',
          ariaExpanded: false,
          onpointerenter: soon, // a finger too: it enters just before it presses
          onfocus: soon,
          onclick: () => help.open(),
        })),
      )),
    );
    dress();
  };

  // Sees to it that there is a launcher.
  const ensure = () => {
    if (w[GLOBAL] !== help) return; // destroyed
    if (!config.clientId) return console.error(TAG, 'client-id?');
    if (!t?.el.isConnected) draw();
    if (config.prefetch || d.querySelector(TAG + '[inline]')) load();
    return t;
  };

  const click = (e) => {
    const hit = e.target.closest('[data-klarna-help]');
    if (!hit || e.ctrlKey || e.metaKey) return; // a press for a new tab is the browser's
    e.preventDefault();
    help.open(hit.dataset.klarnaHelp);
  };

  // ---- commands --------------------------------------------------------------------------------
  /** Those that work before core.js is there. */
  const early = /** @type {Any} */ ({
    open(to) {
      if (!ensure()) return;
      soon();
      if (!t.panel.open) {
        t.launcher.ariaExpanded = true;
        t.panel.show();
        if (innerWidth > 640) t.input.focus(); // on a phone the keyboard would jump up unasked
      }
      if (to) help('navigate', to);
    },
    close,
    /** Until core.js does it: keeps a command, and loads what it needs. Answers what takes it back, or a promise. */
    run(/** @type {Any} */ entry) {
      queue.push(entry);
      t && dress();
      if (!/^(o|r|con[st]|p|i|su|log)/.test(entry[0])) load();
      return /^(on|a)/.test(entry[0]) ? () => (entry.length = 0) : new Promise((ok) => (entry.ok = ok));
    },
    info: () => ({ version, ...config, state: t?.state || 'idle', open: !!t?.panel?.open }),
    init(given) {
      if (!t) Object.assign(config, given);
      if (w[GLOBAL]?.info) return ensure(); // a second call; or another tag, of which the first one serves
      const before = w[GLOBAL]?.q;
      w[GLOBAL] = help;
      before?.forEach((entry) => help(...entry));
      d.addEventListener('click', click);
      // The page's own element may still be on its way.
      d.readyState === 'loading' ? d.addEventListener('DOMContentLoaded', ensure) : ensure();
    },
    destroy() {
      t?.el.remove();
      t = null;
      queue.length = 0;
      d.removeEventListener('click', click);
      w[GLOBAL] = 0; // for a global that the page declared as a function cannot be deleted
      delete w[GLOBAL];
    },
  });

  const help = /** @type {Any} */ (
    new Proxy((name, ...rest) => (early[name] ? early[name](...rest) : early.run([name, ...rest])), {
      get: (f, name) => (name === 'then' ? f[name] : f.bind(0, name)),
    })
  );

  early.init(script.dataset);
})();
