// @ts-check
// The commands of the page that klarna-help.js does not have itself: what each checks of what it is given, and what it
// says to the app. Imported by core.js beside the app, so that neither waits for the other.
//
// Not here: messages and frames (core.js), what the app makes of them (crates/state).
// What each command means: klarna-help.d.ts. No command throws: what is wrong is said by an `error` event.

/** @typedef {any} Any */

const STAYS = /^(on|once|attach)$/;
const TEXT_FIELDS = /^(page|topic|orderId|merchantReference|currency|paymentStatus|errorCode|orderState)$/;
const PREFILL_FIELDS = /^(category|email|orderId|description)$/;

/** @param {Any} kit what core.js lends */
export function install(kit) {
  const { config, early, page, main, views, tell, tellAll, emit, error, words, mark, looks, ensure, dress, off, origin, version } = kit;
  const { init } = early;
  /** Takes back what puts the language back. @type {(() => void) | undefined} */ let back;

  /** @param {Any} entry a command: its name and what it was given */
  function run(entry) {
    const [name, ...rest] = [entry].flat();
    // The entry itself: what takes it back was given out before.
    if (STAYS.test(name)) page.kept = [...page.kept, entry];
    else if (early[name]) return early[name](...rest);
    else error('unknown-command', String(name));
  }

  /** Keeps an entry; answers what takes it back. @param {Any[]} entry */
  function keep(...entry) {
    if (entry[0] !== 'attach' && typeof entry[2] !== 'function') error('bad-argument', entry[0]);
    else page.kept = [...page.kept, entry];
    return () => {
      entry.length = 0;
      page.kept = page.kept.filter((/** @type {Any[]} */ other) => other.length);
    };
  }

  /** Only fields of the list, each of its type: everything else is dropped and said. @param {Any} fields */
  function know(fields) {
    const { context } = page;
    for (const field of Object.keys(fields ?? {})) {
      const value = fields[field];
      const fits =
        typeof value === 'string'
          ? TEXT_FIELDS.test(field)
            ? value.length <= 200
            : field === 'dueDate' && /^\d{4}(-\d\d){2}$/.test(value)
          : field === 'amount' && Number.isInteger(value);
      if (fits) context[field] = value;
      else if (value === null && (TEXT_FIELDS.test(field) || /^(dueDate|amount)$/.test(field))) delete context[field];
      else error('context-unknown-field', field);
    }
    // What the launcher tells of: the same two facts as in klarna-help.js, which has no room for more.
    const { paymentStatus, errorCode } = context;
    const trouble = errorCode || (/^[de]/.test(String(paymentStatus)) && paymentStatus);
    if (!trouble) mark(false);
    else if (!page.troubles.has(trouble)) mark(!main()?.panel?.open);
    page.troubles.add(trouble);
    tellAll('context', { context });
  }

  /** @param {Any} given */
  function configure(given) {
    const { locale } = config;
    // What a page has no value for is not said.
    for (const key in given) if (given[key] != null) config[key] = given[key];
    if (typeof config.locale !== 'string' || !config.locale) {
      error('bad-argument', 'locale');
      config.locale = locale;
    }
    const t = main();
    if (!t) return;
    if (config.locale !== locale) speak(t, locale);
    redress();
    for (const view of views()) tell(view, 'theme', looks(view));
  }

  /** Changes the language. @param {Any} t @param {string} before */
  function speak(t, before) {
    if (!t.panel) {
      // Nothing is loaded: drawn anew, in the other words.
      const { display } = t.launcher.style;
      t.el.remove();
      ensure();
      main().launcher.style.display = display;
      return;
    }
    relabel(t);
    tellAll('locale', { locale: config.locale });
    back?.();
    back = keep('on', 'error', (/** @type {Any} */ { code, field }) => {
      if (code !== 'locale-unavailable' || field !== config.locale) return;
      config.locale = before;
      relabel(t);
      redress();
    });
  }

  /** @param {Any} t */
  function relabel(t) {
    t.words[1] = words()[0];
    t.box.lang = config.locale.slice(0, 2);
  }

  /** The looks, and what klarna-help.js does not know of them any more. */
  function redress() {
    dress();
    mark(page.marked);
    for (const el of document.querySelectorAll('klarna-help[inline]')) el.shadowRoot?.querySelector('aside')?.style.setProperty('--kh-theme', config.theme ?? '');
  }

  /** @param {unknown} to */
  function go(to) {
    if (typeof to !== 'string' || !to) return error('bad-argument', 'to');
    const t = ensure();
    if (!t) return;
    if (!t.panel?.open) early.open();
    tell(t, 'navigate', { to });
  }

  /**
   * Says who the customer is, by a short-lived token: asked for anew for each app that is there.
   * @param {{ token?: unknown, getToken?: () => unknown }} identity
   */
  function introducer(identity) {
    return async function introduce(/** @type {Any} */ view) {
      let token;
      try {
        token = identity.getToken ? await identity.getToken() : identity.token;
      } catch (reason) {
        console.error(reason);
      }
      if (page.introduce !== introduce) return; // it is another customer by now, or nobody
      if (typeof token === 'string' && token && token.length <= 4096) tell(view, 'identify', { token });
      else error('identity-failed');
    };
  }

  /** @param {boolean} hidden */
  function hide(hidden) {
    const t = main();
    if (t) t.launcher.style.display = hidden ? 'none' : '';
  }

  /** @param {MouseEvent} event */
  function clicked(event) {
    const { target } = event;
    if (!(target instanceof Element) || event.ctrlKey || event.metaKey) return;
    for (const [command, what, to] of page.kept) {
      if (command !== 'attach') continue;
      const hit = what instanceof Element ? what.contains(target) && what : target.closest(what);
      if (!hit) continue;
      event.preventDefault();
      early.open(to || hit.dataset.klarnaHelp);
    }
  }

  // Destroyed while this was on its way.
  if (!page.over || main()) document.addEventListener('click', clicked);

  Object.assign(early, {
    run,
    on: (/** @type {Any[]} */ ...rest) => keep('on', ...rest),
    once: (/** @type {Any[]} */ ...rest) => keep('once', ...rest),
    off,
    attach(/** @type {Any[]} */ ...rest) {
      try {
        document.createElement('a').matches(rest[0] instanceof Element ? '*' : rest[0]);
      } catch {
        error('bad-argument', 'selector');
        return () => {};
      }
      return keep('attach', ...rest);
    },
    toggle: () => (main()?.panel?.open ? early.close() : early.open()),
    show: () => hide(false),
    hide: () => hide(true),
    navigate: go,
    article: (/** @type {unknown} */ slug) => go(slug && `article:${slug}`),
    flow: (/** @type {unknown} */ slug) => go(slug && `flow:${slug}`),
    cases: () => go('cases'),
    channels: () => go('contact'),
    search(/** @type {unknown} */ text) {
      if (typeof text !== 'string') return error('bad-argument', 'text');
      early.open();
      const t = main();
      if (t?.state === 'ready') tell(t, 'search', { text });
      else if (t) t.input.value = text;
    },
    context: know,
    suggest(/** @type {Any} */ fields) {
      if (fields) know(fields);
      tellAll('suggest');
    },
    prefill(/** @type {Any} */ given) {
      const fields = /** @type {Record<string, string>} */ ({});
      for (const field of Object.keys(given ?? {})) {
        if (PREFILL_FIELDS.test(field) && typeof given[field] === 'string') fields[field] = given[field];
        else error('bad-argument', field);
      }
      page.prefill = { ...page.prefill, ...fields };
      // Any other is told when it is ready.
      for (const view of views()) if (view.state === 'ready') tell(view, 'prefill', { fields });
    },
    reset() {
      page.prefill = undefined;
      tellAll('reset');
    },
    identify(/** @type {Any} */ given) {
      if (typeof given?.token !== 'string' && typeof given?.getToken !== 'function') return error('bad-argument', 'token');
      page.introduce = introducer(given);
      for (const view of views()) if (view.state === 'ready') page.introduce(view);
      emit('identity-change', { state: 'identified' });
    },
    logout() {
      page.introduce = page.prefill = null;
      tellAll('logout');
      emit('identity-change', { state: 'anonymous' });
    },
    consent(/** @type {Any} */ given) {
      const choice = (/** @type {unknown} */ value) => (typeof value === 'boolean' ? value : null);
      page.consent = { storage: choice(given?.storage), analytics: choice(given?.analytics) };
      tellAll('consent', page.consent);
      emit('consent-change', page.consent);
    },
    config: configure,
    locale: (/** @type {unknown} */ locale) => (typeof locale === 'string' && locale ? configure({ locale }) : error('bad-argument', 'tag')),
    theme: (/** @type {string} */ theme) => configure({ theme }),
    ready(/** @type {Any} */ then) {
      const there = new Promise((done) => (main()?.state === 'ready' ? done(undefined) : keep('once', 'ready', done)));
      return there.then(then);
    },
    async diagnose() {
      try {
        const { diagnose } = await import(`${origin}/${version}/diagnose.js`);
        return await diagnose(kit);
      } catch (reason) {
        console.error(reason);
        const fix = `see that ${origin}/healthz answers`;
        const checks = [{ name: 'portal', ok: false, found: `no answer from ${origin}`, fix }];
        console.warn(`klarna-help diagnose\nFAIL portal: no answer from ${origin}\n     fix: ${fix}`);
        return { ok: false, version, checks };
      }
    },
    init(/** @type {Any} */ given) {
      document.addEventListener('click', clicked);
      return init(given);
    },
    /** Beside destroy(). */
    leave: () => document.removeEventListener('click', clicked),
  });
}
