// @ts-check
// The one script a merchant adds. It draws the launcher and, on the first sign that
// help is wanted, a panel with the help app in it: in a frame on our own origin, or
// (data-mount="inline") in a shadow root of this page.
//
// Invariant: before that first sign there is no request, cookie, storage or timer.
// Invariant: the page keeps its handlers, history, body styles and globals; the one global added is KlarnaHelp.
// Invariant: no style attribute, no <style>, no markup string: it runs under any style-src and under Trusted Types.
// Invariant: a message is heard only from our frame, on our origin, or over the port we made for it.
//
// What each command means: klarna-help.d.ts. Sloppy mode on purpose: deleting a global that
// the page declared as a function must fail in silence, not throw.
// The whole page pays for this file, so it is kept small (size-budget.toml): short of a comment, prefer deleting.
(() => {
  /** @typedef {any} Any the loader's own values are few; the public ones are typed in klarna-help.d.ts */
  const w = /** @type {Any} */ (self);
  const d = document;

  const TAG = 'klarna-help';
  const BUILD = '__KH_BUILD__';
  const PHONE = '(max-width:640px),(max-height:480px)';
  const script = /** @type {HTMLScriptElement} */ (
    d.currentScript || d.querySelector(`script[data-client-id][src*=${TAG}]`)
  );
  const base = new URL(script.src, /** @type {Any} */ (location)).origin;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    'svg{width:24px;fill:none;height:24px;stroke:currentColor;vertical-align:top;margin-inline-end:8px;stroke-width:2}' +
    'dialog,h2{margin:0}' +
    // Transparent borders are there to be drawn in forced colours, where backgrounds and shadows go.
    'button,dialog{border:1px solid #0000}' +
    'button,input{height:48px;font:inherit;padding:0 18px;border-radius:24px}' +
    'button{background:var(--kh-accent,#ffa8cd);font-weight:600;color:var(--kh-on-accent,#000)}' +
    'input{width:100%;border:1px solid}' +
    // A closed panel keeps its layout: display:none would stop the frame's rendering while it gets ready, and lose its scroll.
    '[aria-expanded=true],dialog:not([open]),header:not([hidden])~*{visibility:hidden}' +
    'dialog{width:400px;height:min(680px,100dvh - 104px);padding:8px 20px;border-radius:24px}' +
    // `medium` is the customer's own font size, not the page's. It is 16px unless changed: under that a phone zooms into fields.
    'section{font:medium/1.5 system-ui}' +
    '[part]{inset-inline:auto 20px;z-index:999000;position:fixed;bottom:20px;box-shadow:0 4px 24px #0004}' +
    'header>button{float:inline-end}' +
    // The app lies behind the shell from the start, at its true size.
    'header~*{position:absolute;inset:0;width:100%;height:100%;border:0}' +
    '*{box-sizing:border-box}' +
    'h2{line-height:48px}' +
    'a{display:block;padding:10px 0}' +
    // !important, for the page's own rules (`body > * {…}`) win over :host otherwise.
    // display:contents, lest it become a flex or grid item of body and shift the layout by a gap.
    ':host{all:initial!important;display:contents!important}' +
    '@media' + PHONE + '{dialog[part]{inset:var(--y,0) 0 auto;min-width:100%;height:var(--h,100dvh);max-height:none;border-radius:0}}',
  );

  // ---- state -----------------------------------------------------------------------------------
  let state = 'idle'; // loading, ready, failed
  let isOpen = false;
  let dead = false;
  const config = { clientId: '', locale: 'en-GB', environment: 'production', mount: 'frame' };
  let context = /** @type {Any} */ ({});
  let target = ''; // where to go once the app is ready
  let handlers = /** @type {Any[]} */ ([]); // [name, fn]
  let el, root, launcher; // the <klarna-help> in use
  let panel, shell, input, note; // from the first intent on
  let frame; // the iframe, or the inline app's box
  let app; // {send, unmount}, once connected
  let timer; // waits for the frame to speak
  let words, title;
  const phone = matchMedia(PHONE);
  const view = w.visualViewport;

  // ---- tools -----------------------------------------------------------------------------------
  const h = (tag, props, ...kids) => {
    const e = d.createElement(tag);
    e.append(...kids);
    return Object.assign(e, props);
  };

  const svg = d.createElementNS.bind(d, 'http://www.w3.org/2000/svg');

  const emit = (name, detail) => {
    // The page's handlers are not ours to trust: one that throws, now or later, must not stop the next, nor us.
    for (const [key, fn] of handlers)
      try {
        if (key === name) fn(detail);
      } catch (e) {
        console.error(e);
      }
    el?.dispatchEvent(new CustomEvent(TAG + ':' + name, { detail, bubbles: true }));
  };

  // Gives the app so long to speak up; without arguments, stops waiting.
  const wait = (code, ms) => {
    clearTimeout(timer);
    if (code) timer = setTimeout(fail, ms, code);
  };

  const error = (code, field) => {
    console.warn(TAG, code, field);
    emit('error', { code, field });
  };
  // All that is hung on the page, for as long as there is a frame.
  const listen = (verb) =>
    [[w, 'message', hello], [phone, 'change', present], [view, 'resize', fit], [view, 'scroll', fit]].forEach(([on, ...rest]) =>
      on[verb + 'EventListener'](...rest),
    );
  const send = (type, more) => app?.postMessage({ v: 1, type, ...more });
  const url = (path) => [base, path, config.clientId, config.locale].join('/');
  
  // ---- the app's side --------------------------------------------------------------------------
  // Content first and `open` last, so that the app puts focus where the customer was sent.
  const flush = (opened) => {
    if (state !== 'ready' || !app) return;
    if (target) send('navigate', { to: target });
    if (input.value) send('search', { text: input.value });
    target = input.value = '';
    if (opened) send('open');
  };

  const fail = (code) => {
    // A new tab is cut off from this page (noopener) by itself.
    const link = (href, text) => h('a', { href, target: '_blank' }, text || href);
    wait();
    state = 'failed';
    note.replaceChildren(
      h('p', { role: 'alert' }, (navigator.onLine ? '' : 'Offline. ') + words[5]),
      h('button', { onclick: () => (start(), input.focus()) }, words[6]),
      link(url('help'), words[7]),
      link('https://www.klarna.com/customer-service/'),
    );
    error(navigator.onLine ? code : 'offline');
  };

  const receive = (m) => {
    if (!frame || m?.v !== 1 || JSON.stringify(m)[2e4]) return;
    const { type } = m;
    if (type === 'ready' || type === 'failed') {
      wait();
      state = type;
      shell.hidden = true; // after a failure too: the frame has a plain panel of its own
      if (root.activeElement) frame.focus(); // focus was in the shell
      flush(isOpen);
      type === 'ready' ? emit(type) : error(m.code);
    } else if (type === 'close') close();
    else if (type === 'event') emit(m.name, m.data);
  };

  // Answers a frame's hello, and again if the frame has reloaded itself.
  const hello = (e) => {
    if (e.source !== frame.contentWindow || e.origin !== base || e.data?.kh !== 1) return;
    const channel = new MessageChannel();
    wait();
    app = channel.port1;
    app.onmessage = (e) => receive(e.data);
    frame.contentWindow.postMessage({ kh: 1, type: 'connect', config, context }, base, [channel.port2]);
  };

  const drop = () => {
    wait();
    listen('remove');
    app?.close();
    frame?.remove();
    app = frame = null;
  };

  // Begins the load; after a failure, begins it anew. What was typed stays in the shell's field.
  const start = () => {
    if (!el || state > 'l') return; // loading or ready
    drop();
    state = 'loading';
    shell.hidden = false;
    note.replaceChildren(h('p', { role: 'status' }, words[4]));
    wait('frame-timeout', 15e3);
    if (config.mount === 'inline') {
      frame = h('div');
      // A shadow root of its own, so that the app's sheet and this one never meet. (inline.js gives up if it is out of the page.)
      const given = { base, ...config, context, root: frame.attachShadow({ mode: 'open' }), emit: receive };
      import(base + '/v1/inline.js')
        .then((module) => module.mount(given))
        .then((mounted) => {
          app = { postMessage: mounted.send, close: mounted.unmount };
          flush(isOpen);
        })
        .catch(() => fail('app-failed'));
    } else {
      frame = h('iframe', {
        title,
        src: url('frame/' + BUILD),
        allow: 'clipboard-write',
        referrerPolicy: 'strict-origin-when-cross-origin',
        // A refused frame (CSP, no network) loads too, but never says hello. The two may come in either order.
        onload: () => app || wait('frame-refused', 1500),
      });
    }
    panel.append(frame);
    listen('add');
  };

  // ---- the panel -------------------------------------------------------------------------------
  // On a phone the panel fills what the keyboard leaves free. Not while pinch-zoomed: it would shrink as the customer magnifies it.
  const fit = () => {
    if (view.scale < 1.1) panel.style.cssText = `--h:${view.height}px;--y:${view.offsetTop}px`;
  };

  // Also for the other mode, when the window's size asks for it: the frame stays where it is in the tree, so it does not reload.
  const present = () => {
    if (!isOpen) return;
    panel.close();
    panel[phone.matches ? 'showModal' : 'show']();
    fit();
    if (state === 'ready') frame.focus();
    else if (!phone.matches) input.focus(); // on a phone the keyboard would jump up unasked
    flush(true);
  };

  const open = () => {
    if (!ensure() || isOpen) return;
    isOpen = launcher.ariaExpanded = true;
    start();
    present();
    emit('open');
  };

  const close = () => {
    if (!isOpen) return;
    isOpen = launcher.ariaExpanded = false;
    panel.close(); // gives focus back to what had it at open()
    // Nothing to give focus back to: it was nowhere (Safari does not focus a clicked button), or is gone.
    if (d.activeElement === d.body) launcher.focus();
    send('closed');
    emit('close');
  };

  // ---- the element -----------------------------------------------------------------------------
  const reset = () => {
    close();
    drop();
    el?.remove();
    el = null;
    state = 'idle';
  };

  // Sees to it that there is an element in the page, for as long as there should be one. (If it is moved, its frame
  // reloads and says hello again; if a single-page app took it away with the old page, there is a new one, or we add it.)
  const ensure = () => {
    if (dead || el?.isConnected) return el;
    if (!config.clientId) return console.error(TAG, 'needs data-client-id');
    reset();
    el = d.querySelector(TAG) || (d.body || d.lastChild).appendChild(h(TAG));
    // The few words needed before, or without, the app.
    words = (
      {
        sv: 'sv|Hjälp|Stäng|Sök|Laddar…|Hjälpen kunde inte starta.|Försök igen|Öppna i ny flik',
        de: 'de|Hilfe|Schließen|Suchen|Lädt…|Hilfe konnte nicht starten.|Erneut versuchen|In neuem Tab öffnen',
      }[config.locale.slice(0, 2)] || 'en|Help|Close|Search help|Loading…|Help could not start.|Try again|Open help in a new tab'
    ).split('|');
    title = 'Klarna ' + words[1];
    root = el.shadowRoot || el.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    const icon = svg('svg');
    icon.appendChild(svg('path')).setAttribute('d', 'M4 21l1-5a8 8 0 1 1 3 3zM9 9a3 3 0 1 1 3 3v2m0 1v2');
    root.replaceChildren(
      // A named region, so that a screen reader's list of landmarks leads to help.
      h(
        'section',
        { lang: words[0], ariaLabel: title },
        (launcher = h(
          'button',
          {
            part: 'launcher',
            ariaHasPopup: 'dialog',
            ariaExpanded: false,
            onpointerenter: start, // a finger too: it enters just before it presses
            onfocus: start,
            onclick: open,
          },
          icon,
          script.dataset.label || words[1],
        )),
        (panel = h(
          'dialog',
          {
            part: 'panel',
            ariaLabel: title,
            onkeydown: (e) => {
              if (e.key === 'Escape') {
                e.preventDefault(); // a search field would empty itself
                close();
              }
            },
            // Closed by other means, such as Android's back gesture. (The event is late: `present` may have shown it again.)
            onclose: () => panel.open || close(),
          },
          (shell = h(
            'header',
            0,
            h('button', { ariaLabel: words[2], onclick: close }, '×'),
            h('h2', 0, title),
            h('label', 0, words[3], (input = h('input', { type: 'search' }))),
            (note = h('div')),
          )),
        )),
      ),
    );
    if (script.dataset.prefetch) w.requestIdleCallback?.(start);
    return el;
  };

  // ---- commands --------------------------------------------------------------------------------
  const off = (name, fn) => {
    handlers = handlers.filter((entry) => entry[0] !== name || (fn && entry[1] !== fn));
  };

  const on = (name, fn) => {
    handlers.push([name, fn]);
    return () => off(name, fn);
  };

  const init = (given) => {
    if (!el) for (const key in config) config[key] = given?.[key] || config[key];
    if (w.KlarnaHelp?.info) return el && ensure(); // without an element it is another tag, and the first one serves
    const queue = w.KlarnaHelp?.q;
    w.KlarnaHelp = help;
    dead = false;
    queue?.forEach((entry) => help(...entry));
    // A class cannot be undefined again: it outlives destroy(), and serves whichever loader is there.
    try {
      customElements.define(
        TAG,
        class extends HTMLElement {
          connectedCallback() {
            w.KlarnaHelp?.init?.();
          }
        },
      );
    } catch {}
    // The page's own element may still be on its way.
    d.readyState === 'loading' ? d.addEventListener('DOMContentLoaded', ensure) : ensure();
  };

  const destroy = () => {
    if (dead) return;
    reset();
    dead = true;
    handlers = [];
    context = {};
    target = '';
    w.KlarnaHelp = null; // for a global that the page declared as a function cannot be deleted
    delete w.KlarnaHelp;
  };

  const api = /** @type {Any} */ ({
    __proto__: null,
    init,
    destroy,
    open,
    close,
    on,
    off,
    toggle: () => (isOpen ? close : open)(),
    navigate(to) {
      target = '' + to;
      open();
      flush();
    },
    search(text) {
      open();
      if (!el) return;
      input.value = text;
      flush();
    },
    context(fields) {
      for (const field in fields) {
        const value = fields[field];
        if (
          typeof value === 'string'
            ? /^(page|topic|orderId|merchantReference|currency|paymentStatus|errorCode|orderState)$/.test(field)
              ? !value[200]
              : field === 'dueDate' && /^\d{4}(-\d\d){2}$/.test(value)
            : field === 'amount' && Number.isInteger(value)
        )
          context[field] = value;
        else error('context-unknown-field', field);
      }
      send('context', { context });
    },
    ready: (fn) => new Promise((/** @type {Any} */ resolve) => (state === 'ready' ? resolve() : on('ready', resolve))).then(fn),
    info: () => ({ version: BUILD, ...config, state, open: isOpen }),
  });

  const help = Object.assign((name, ...rest) => {
    return api[name] ? api[name](...rest) : error('unknown-command', name);
  }, api);

  init(script.dataset);
})();
