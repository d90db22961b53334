// @ts-check
// Everything of the host page's side that can wait for the first sign of intent: the frame's handshake and messages,
// events, the panel on phones. Imported by klarna-help.js, whose own functions it is given; inline by way of inline.js.
//
// Here: what happens between the page and the app. Not here: the launcher and the shell (klarna-help.js), commands
// (commands.js), elements in the page's flow (elements.js), the app in this page's own document (inline.js, inside.js).
//
// Invariant: a message is heard only from a frame of ours, on our origin, or over the port we made for it.
// Invariant: nothing is posted to '*'; the identity token goes over the port and nowhere else.
// What each command means: klarna-help.d.ts.

/** @typedef {any} Any the loader's values are few; the public ones are typed in klarna-help.d.ts */
/** @typedef {Any} View a place where the app is drawn: {el, box, panel, shell, input, note, state, frame, port, …}; nothing is said
 * of what goes wrong in a `quiet` one */

const TAG = 'klarna-help';
const { origin, pathname } = new URL(import.meta.url);
const version = pathname.split('/')[1];
const HANDLER = /^on/; // `on` and `once`
const INLINE = `${TAG}[inline]`;
const PHONE = matchMedia('(max-width:640px),(max-height:480px)');
const HELP_HOME = 'https://www.klarna.com/customer-service/';
const MESSAGE_MAX = 20_000;
const FRAME_MS = 15_000; // to be heard from
const REFUSED_MS = 1_500; // to be heard from, once something has loaded in the frame
const WORDS = {
  en: ['Help', 'Loading…', 'Open help in a new tab', 'Search help', 'Help could not start.', 'Try again', 'new', 'About your payment'],
  sv: ['Hjälp', 'Laddar…', 'Öppna hjälpen i en ny flik', 'Sök', 'Hjälpen kunde inte starta.', 'Försök igen', 'nya', 'Om din betalning'],
  de: ['Hilfe', 'Lädt…', 'Hilfe in neuem Tab öffnen', 'Suchen', 'Hilfe konnte nicht starten.', 'Erneut versuchen', 'neu', 'Zu Ihrer Zahlung'],
};

/** The shell as it looks once there is time for looks: its field lies where the app's will be. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(
  'aside{line-height:1.5}aside>*{box-shadow:0 4px 24px #0004}' +
    'h2{font-weight:700;line-height:48px}' +
    'label{display:block;padding-top:24px;font-weight:700}' +
    'input{margin:10px 0 16px;border:1px solid;border-radius:24px;font-weight:400}' +
    'header>button{background:none;color:inherit;font-size:20px}' +
    'p{margin:8px 0}' +
    '[style*="theme: auto"]{color-scheme:light dark}' + // no scheme of CSS's is called so
    // Answers that were not read. The launcher's name says it too, so here it is silent.
    '[data-n]:after{content:attr(data-n)/"";margin:0 6px;padding:2px 8px;border-radius:12px;background:#000;color:#fff;font-size:14px}' +
    'dialog{max-height:none}' + // against the browser's own for a modal one
    // The app lies behind the shell from the start, at its true size. One in the page's document keeps to the corners.
    'header~*{position:absolute;inset:0;width:100%;height:100%;border:0;border-radius:inherit;overflow:hidden}',
);

// ---- what klarna-help.js hands over -------------------------------------------------------------
/** @type {Any} */ let config;
/** @type {Any} commands that work now, by name */ let early;
/** @type {Any} makes an element */ let h;
/** @type {Any} */ let failed;
/** @type {Any} */ let start;
/** @type {Any} */ let ensure;
/** @type {Any} */ let dress;
/** @type {Any[]} commands that wait; handlers only until they are settled */ let queue = [];
/** @type {() => View} the one with the launcher */
let main = () => undefined;
/** @type {Any} draws the app in the page: inline.js, which then called for this script, hands it over too */ let mountInline;

// ---- state --------------------------------------------------------------------------------------
/** Views that have begun to load. @type {View[]} */
let views = [];
/**
 * What the page has said, for as long as the widget is there. Besides: `marked` (of trouble), `prefill` (fields of the form),
 * `over` (destroyed: nothing may come any more).
 * @type {Any}
 */
const page = {
  /** Commands that stay: [`on` or `once`, event, fn], [`attach`, what, target]. Emptied when taken back. @type {Any[][]} */
  kept: [],
  /** @type {Record<string, unknown>} */
  context: {},
  /** Nothing until the page has said something. @type {{ storage: boolean | null, analytics: boolean | null } | null} */
  consent: null,
  /** Tells an app who the customer is, where the page has said so. @type {((view: View) => void) | undefined} */
  introduce: undefined,
  /** Trouble that the launcher has told of, each once in the life of the page. */
  troubles: new Set(),
};
let taken = false;
/** Settles when the commands are there. @type {Promise<void> | undefined} */
let commands;

/** Called each time something begins to load; the first time, takes over from klarna-help.js. */
export default function core(/** @type {Any[]} */ ...given) {
  [config, early, queue, h, failed, start, ensure, dress, main, mountInline] = given;
  config.environment ??= 'production';
  config.mount ??= 'frame';
  if (!taken) takeOver();
  settle();
  // Handlers alone need no commands.
  if (queue.some((entry) => entry.length)) bringCommands();
  const t = main();
  if (t) page.over = false;
  if (t?.panel) watch(t);
  if (t?.state === 'loading' && !views.includes(t)) connectTo(t);
  if (t && document.querySelector(INLINE)) elements();
  if (config.prefetch && t && !t.state) whenIdle(() => main() === t && start());
}

/** The commands, once the page uses one: most pages have no more than a tag. */
function bringCommands() {
  commands ??= import(`${origin}/${version}/commands.js`).then((module) => module.install(lent()));
  commands.then(drain, (reason) => {
    commands = undefined;
    console.error(reason);
    error('core-failed');
  });
}

/** Handlers are heard from the first, and what was taken back is not; everything else waits for the commands. */
function settle() {
  for (const entry of queue.splice(0)) {
    if (HANDLER.test(entry[0])) page.kept.push(entry);
    else if (entry[0] === 'off') entry.ok(off(entry[1], entry[2]));
    else queue.push(entry);
  }
}

/** @param {string} event @param {unknown} [fn] any, without it */
function off(event, fn) {
  page.kept = page.kept.filter(([command, name, handler]) => command === 'attach' || name !== event || (fn && handler !== fn));
}

/** What the other scripts of this page's side are lent. */
const lent = () => ({ off, config, early, h, ensure, dress, main, page, origin, version, tell, tellAll, emit, error, words, mark, looks, connectTo, receive, fail, drop, frameOf, sheet, views: () => views });

/** Runs the commands of the time before, in their order; those that stay are kept at once, for `open` may be near. */
function drain() {
  for (const entry of queue.splice(0)) {
    if (!entry.length) continue;
    // One that cannot be done must not take the others with it.
    try {
      const result = early.run(entry);
      entry.ok?.(result);
    } catch (reason) {
      console.error(reason);
    }
  }
}

// ---- tools --------------------------------------------------------------------------------------
const words = () => WORDS[/** @type {'en'} */ (config.locale.slice(0, 2))] ?? WORDS.en;

const whenIdle = (/** @type {() => void} */ then) => {
  if ('requestIdleCallback' in self) requestIdleCallback(then);
  else setTimeout(then, 2000);
};

/** @param {string} name @param {unknown} [detail] @param {View} [view] */
function emit(name, detail, view = main()) {
  for (const entry of page.kept) {
    if (entry[1] !== name || !HANDLER.test(entry[0])) continue;
    const fn = entry[2];
    if (entry[0] === 'once') entry.length = 0;
    // The page's handlers are not ours to trust: one that throws must not stop the next, nor us.
    try {
      fn(detail);
    } catch (error) {
      console.error(error);
    }
  }
  page.kept = page.kept.filter((entry) => entry.length);
  view?.el.dispatchEvent(new CustomEvent(`${TAG}:${name}`, { detail, bubbles: true, composed: true }));
}

/** @param {string} code @param {string} [field] @param {View} [view] */
function error(code, field, view) {
  if (view?.quiet) return;
  console.warn(TAG, code, field ?? '');
  emit('error', { code, field }, view);
}

/** Sends now, or as soon as the app is there. @param {View} view @param {string} type @param {object} [more] */
function tell(view, type, more) {
  const message = { v: 1, type, ...more };
  if (view.state === 'ready' && view.port) view.port.postMessage(message);
  else (view.waiting ??= []).push(message);
}

/** @param {string} type @param {object} [more] */
const tellAll = (type, more) => views.forEach((view) => tell(view, type, more));

/** The looks that the page has given its element, for the app's own document to judge. @param {View} view */
function looks(view) {
  const style = getComputedStyle(view.el);
  const vars = /** @type {Record<string, string>} */ ({});
  for (const name of ['--kh-accent', '--kh-on-accent', '--kh-radius', '--kh-font']) {
    const value = style.getPropertyValue(name).trim();
    if (value) vars[name] = value;
  }
  return { theme: config.theme ?? 'auto', vars };
}

// ---- the app's side -----------------------------------------------------------------------------
/** Begins to wait for the app of a view whose load has begun. @param {View} view */
function connectTo(view) {
  if (!views.length) listen('add');
  view.waiting ??= [];
  views = [...views.filter((other) => other !== view), view];
  view.note.replaceChildren(h('p', { role: 'status' }, words()[1]));
  wait(view, 'frame-timeout', FRAME_MS);
  if (mountInline && !view.private) mountInline(view, lent());
  else if (view.loaded) wait(view, 'frame-refused', REFUSED_MS);
  // A refused frame (CSP, no network) loads too, but never says hello.
  else view.frame.addEventListener('load', () => view.port || wait(view, 'frame-refused', REFUSED_MS));
}

/** @param {View} view @param {string} [code] without it, stops waiting @param {number} [ms] */
function wait(view, code, ms) {
  clearTimeout(view.timer);
  if (code) view.timer = setTimeout(() => fail(view, code), ms);
}

/** @param {View} view @param {string} code */
function fail(view, code) {
  const say = words();
  if (!navigator.onLine) code = 'offline';
  drop(view);
  if (view === main()) failed();
  view.state = 'failed';
  const address = [origin, 'help', config.clientId, config.locale].join('/');
  view.note.replaceChildren(
    h('p', { role: 'alert' }, (code === 'offline' ? 'Offline. ' : '') + say[4]),
    h('button', { onclick: () => (view.start(), view.input.focus()) }, say[5]),
    // A new tab is cut off from this page (noopener) by itself.
    h('p', 0, h('a', { href: address, target: '_blank' }, say[2])),
    h('p', 0, h('a', { href: HELP_HOME, target: '_blank' }, HELP_HOME)),
  );
  error(code, undefined, view);
}

/** @param {View} view */
function drop(view) {
  wait(view);
  const { port } = view;
  // Later: what it was told last is still on its way.
  setTimeout(() => port?.close());
  view.frame?.remove();
  view.port = view.frame = view.hello = undefined;
  view.shell.hidden = false;
  views = views.filter((other) => other !== view);
  if (!views.length) listen('remove');
}

/** Answers a frame's hello, and again if the frame has reloaded itself. @param {MessageEvent} event */
function hello({ source, origin: from, data }) {
  const view = source && views.find((other) => other.frame?.contentWindow === source);
  if (!view || from !== origin || data?.kh !== 1 || data.type !== 'hello' || data.n === view.hello) return;
  const { port1, port2 } = new MessageChannel();
  wait(view);
  view.port?.close();
  view.port = port1;
  port1.onmessage = (event) => receive(view, event.data);
  const { clientId, locale, environment, actions } = config;
  // The document has the language of its address, which need not be the one asked for since.
  if (view.hello && !new URL(view.frame.src).pathname.endsWith('/' + locale)) tell(view, 'locale', { locale });
  view.hello = data.n;
  const told = { clientId, locale, environment, actions, inline: !!view.inline };
  view.frame.contentWindow.postMessage(
    { kh: 1, type: 'connect', n: data.n, config: told, context: page.context, consent: page.consent, look: looks(view) },
    origin,
    [port2],
  );
}

/** @param {View} view @param {Any} message */
function receive(view, message) {
  if (!view.port || message?.v !== 1 || JSON.stringify(message).length > MESSAGE_MAX) return;
  const { type } = message;
  if (type === 'ready' || type === 'failed') {
    wait(view);
    const focused = view.shell.contains(view.el.shadowRoot.activeElement);
    view.state = type;
    view.shell.hidden = true; // after a failure too: the frame has a plain panel of its own
    if (focused) view.frame.focus();
    if (type === 'failed') error(String(message.code), undefined, view);
    else ready(view);
  } else if (type === 'close') early.close();
  else if (type === 'need-identity') page.introduce?.(view);
  else if (type === 'event') {
    if (message.name === 'unread') badge(main()?.launcher, message.data.count);
    if (message.name === 'error') error(message.data.code, message.data.field, view);
    else emit(String(message.name), message.data, view);
  }
}

/** How many answers wait, on the launcher and in its name. @param {Any} launcher @param {number} count */
function badge(launcher, count) {
  if (!launcher) return;
  if (count) launcher.dataset.n = count;
  else delete launcher.dataset.n;
  launcher.ariaLabel = count ? `${launcher.textContent} (${count} ${words()[6]})` : null;
}

/** The quiet mark of trouble on the launcher, until help is opened. The loader drew it first. @param {boolean} on */
function mark(on) {
  const { launcher } = main() ?? {};
  page.marked = on;
  launcher?.classList.toggle('true', on);
  if (launcher) launcher.ariaDescription = on ? words()[7] : null;
}

/** Content first and `open` last, so that the app puts focus where the customer was sent. @param {View} view */
function ready(view) {
  page.introduce?.(view);
  if (page.prefill) view.waiting.unshift({ v: 1, type: 'prefill', fields: page.prefill });
  if (view.input.value) view.waiting.push({ v: 1, type: 'search', text: view.input.value });
  view.input.value = '';
  const sent = view.waiting.splice(0);
  for (const message of sent) view.port.postMessage(message);
  if (sent.some(({ type }) => /^(search|navigate|resume)$/.test(type))) view.met = true;
  // One in the page's flow is open when the customer has gone into it, which its own scripts see.
  if (!view.inline && !view.private && view.panel.open) greet(view);
  emit('ready', undefined, view);
}

/** Says that the panel is open. The first time, without anywhere else to go, a customer with a keyboard is typing. @param {View} view */
function greet(view) {
  tell(view, 'open');
  if (!view.met && !PHONE.matches) tell(view, 'search', { text: '' });
  view.met = true;
}

const frameOf = (query = '') =>
  h('iframe', {
    title: `Klarna ${words()[0]}`,
    src: [origin, 'frame', version, config.clientId, config.locale].join('/') + query,
    allow: 'clipboard-write',
    referrerPolicy: 'origin',
  });

/** Draws the page's `<klarna-help inline>` elements that are not drawn yet. */
async function elements() {
  const { draw } = await import(`${origin}/${version}/elements.js`);
  if (!main()) return; // destroyed
  document.querySelectorAll(INLINE).forEach((el) => draw(el, lent()));
}

// ---- the panel ----------------------------------------------------------------------------------
// On a phone the panel fills what the keyboard leaves free. Not while pinch-zoomed: it would shrink as the customer magnifies it.
function fit() {
  const view = self.visualViewport;
  const box = main()?.box;
  if (!box || !view || view.scale > 1.1) return;
  box.style.setProperty('--h', `${view.height}px`);
  box.style.setProperty('--y', `${view.offsetTop}px`);
}

// On a phone the page behind is out of reach. The frame stays where it is in the tree, so it does not reload.
function present() {
  const t = main();
  if (!t?.panel?.open) return;
  if (PHONE.matches || t.panel.matches(':modal')) {
    t.panel.close();
    t.panel[PHONE.matches ? 'showModal' : 'show']();
  }
  fit();
  if (t.state === 'ready') {
    t.frame.focus();
    // And again: while a key is handled, Firefox does not move the focus into a frame of another origin.
    setTimeout(() => t.panel.open && t.frame?.focus());
  } else if (!PHONE.matches) t.input.focus(); // on a phone the keyboard would jump up unasked
}

function opened() {
  present();
  const t = main();
  if (t.state === 'ready') greet(t);
  mark(false);
  emit('open');
}

/** What a panel needs once core.js is there. @param {View} t */
function watch(t) {
  if (t.start) return;
  t.start = start;
  t.shell.part = 'shell';
  t.el.shadowRoot.adoptedStyleSheets.push(sheet);
  t.panel.dir = 'ltr'; // as all words there are so far; the launcher stands where the page's direction puts it
  t.panel.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    const { key, target } = event;
    if (key === 'Escape') {
      event.preventDefault(); // a search field would empty itself
      early.close();
    } else if (target === t.frame && !key[1]) tell(t, 'key', { key }); // the focus is still on its way into the frame
  });
  t.panel.addEventListener('close', () => {
    if (t.panel.open) return; // the event is late: `present` has shown it again
    t.launcher.ariaExpanded = false; // closed by other means, such as Android's back gesture
    // Nothing to give focus back to: it was nowhere (Safari does not focus a clicked button), or is gone.
    if (document.activeElement === document.body) t.launcher.focus();
    if (t.state === 'ready') tell(t, 'closed');
    emit('close');
  });
  if (t.panel.open) opened();
}

// ---- listeners of the page ------------------------------------------------------------------------
const routed = () => tellAll('suggest');

/** All that is hung on the page for as long as there is an app. @param {'add' | 'remove'} verb */
function listen(verb) {
  const nav = /** @type {Any} */ (self).navigation;
  const on = [
    [self, 'message', hello, true], // before a page that stops what it does not know
    [PHONE, 'change', present],
    [self.visualViewport, 'resize', fit],
    [self.visualViewport, 'scroll', fit],
    // A single-page app has gone elsewhere. The history is the page's: it is listened to, never wrapped.
    nav ? [nav, 'navigatesuccess', routed] : [self, 'popstate', routed],
  ];
  for (const [target, name, fn, capture] of /** @type {Any[]} */ (on)) target?.[`${verb}EventListener`](name, fn, capture);
}

// ---- taking over from klarna-help.js ------------------------------------------------------------------
function takeOver() {
  taken = true;
  Object.setPrototypeOf(early, null); // no command by the name of something every object has
  const { run, open, destroy } = early;
  early.run = (/** @type {Any} */ entry) => {
    const result = run(entry);
    settle();
    if (queue.length) bringCommands();
    return result;
  };
  early.open = (/** @type {Any} */ to) => {
    const was = main()?.panel?.open;
    open();
    const t = main();
    if (!t) return;
    watch(t);
    if (!was && t.panel.open) opened();
    if (to) early.run(['navigate', to]);
  };
  early.destroy = () => {
    early.close();
    for (const view of [...views]) {
      // What an inline app was asked to keep is in this page's storage. (A frame's own is the customer's.)
      if (view.frame?.localName === 'div') tell(view, 'logout');
      drop(view);
    }
    document.querySelectorAll(INLINE).forEach((el) => el.shadowRoot?.replaceChildren());
    early.leave?.();
    destroy();
    Object.assign(page, { kept: [], context: {}, consent: null, introduce: undefined, prefill: undefined, over: true });
  };
  // A class cannot be undefined again: it outlives destroy(). A page may have defined the name for itself.
  try {
    customElements.define(
      TAG,
      class extends HTMLElement {
        connectedCallback() {
          if (this.matches(INLINE) && main()) elements();
        }
      },
    );
  } catch {}
}
