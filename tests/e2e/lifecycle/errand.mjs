// Help that comes and goes with its page: routes and swapped bodies, elements taken away, destroy, back and forward, and a
// thousand times open and closed.
//
// Not here: what a page's own styles and scripts do to help (hosts).
import { check, same } from '../lib/world.mjs';

const call = (t, ...command) => t.page.evaluate((command) => void window.KlarnaHelp(...command), command);
const info = (t) => t.page.evaluate(() => window.KlarnaHelp.info());

/** Holds every answer whose address matches, until the function it returns is called. */
async function hold(t, pattern) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await t.page.route(pattern, async (route) => {
    await held;
    await route.continue().catch(() => {}); // the frame that asked may be gone
  });
  return release;
}

/** Writes down timers, observers and media queries that are started and not stopped. */
function watch(t) {
  return t.page.addInitScript(() => {
    if (top !== self) return;
    const running = (window.__running = new Set());
    window.__ownNames = Object.getOwnPropertyNames(window);
    for (const [start, stop] of [['setTimeout', 'clearTimeout'], ['setInterval', 'clearInterval'], ['requestIdleCallback', 'cancelIdleCallback'], ['requestAnimationFrame', 'cancelAnimationFrame']]) {
      const [nativeStart, nativeStop] = [window[start], window[stop]];
      window[start] = (fn, ...rest) => {
        const done = (...given) => {
          if (start !== 'setInterval') running.delete(`${start} ${id}`);
          return fn(...given);
        };
        const id = nativeStart(done, ...rest);
        running.add(`${start} ${id}`);
        return id;
      };
      window[stop] = (id) => (running.delete(`${start} ${id}`), nativeStop(id));
    }
    for (const name of ['MutationObserver', 'ResizeObserver', 'IntersectionObserver']) {
      const { observe, disconnect } = window[name].prototype;
      window[name].prototype.observe = function (...given) {
        running.add(this);
        return observe.apply(this, given);
      };
      window[name].prototype.disconnect = function () {
        running.delete(this);
        return disconnect.call(this);
      };
    }
    window.__media = 0;
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    MediaQueryList.prototype.addEventListener = function (...given) {
      window.__media += 1;
      return addEventListener.apply(this, given);
    };
    MediaQueryList.prototype.removeEventListener = function (...given) {
      window.__media -= 1;
      return removeEventListener.apply(this, given);
    };
  });
}

/** What hangs on the page: listeners on what outlives our element, running things, names, elements, storage. */
async function hung(t, cdp) {
  const listeners = {};
  for (const target of ['window', 'document', 'document.documentElement', 'document.body', 'document.head', 'visualViewport', 'screen.orientation', 'navigator.connection', 'history', 'navigation']) {
    const { result } = await cdp.send('Runtime.evaluate', { expression: `globalThis.${target} ?? globalThis` });
    const found = await cdp.send('DOMDebugger.getEventListeners', { objectId: result.objectId });
    listeners[target] = found.listeners.map((l) => l.type).sort();
  }
  const page = await t.page.evaluate(() => ({
    running: [...window.__running].map(String),
    media: window.__media,
    names: Object.getOwnPropertyNames(window).filter((name) => !window.__ownNames.includes(name)),
    elements: [...document.querySelectorAll('*')].map((e) => e.localName).join(' '),
    attributes: [document.documentElement, document.body].map((e) => e.cloneNode().outerHTML),
    sheets: document.adoptedStyleSheets.length,
    stored: [localStorage.length, sessionStorage.length, document.cookie],
    history: history.length,
  }));
  return { listeners, ...page };
}

export const tests = {
  'destroy leaves no listener, timer, global, element, style or storage, and init works again, three times': async (t) => {
    await watch(t);
    const release = await hold(t, '**/v1/klarna-help.js');
    await t.page.goto(`${t.shop}/two-tags.html`, { waitUntil: 'commit' });
    await t.page.locator('h1').waitFor();
    const cdp = await t.context.newCDPSession(t.page);
    const before = await hung(t, cdp);
    release();
    await t.launcher.waitFor();
    await t.page.evaluate(() => (window.__kept = window.KlarnaHelp));
    for (let i = 0; i < 3; i += 1) {
      await t.page.evaluate(() => {
        window.KlarnaHelp.attach('h1', 'contact');
        window.KlarnaHelp.on('open', () => {});
        window.KlarnaHelp.context({ orderId: 'NW-1' });
      });
      await t.open();
      await t.navigate('contact');
      await t.heading('Talk to a person').waitFor();
      await t.page.evaluate(() => window.KlarnaHelp('destroy'));
      await t.page.locator('h1').click(); // attached no more
      // What was about to begin a frame later may still come to nothing by itself; what stays is named below.
      for (let tries = 0; tries < 20 && (await t.page.evaluate(() => window.__running.size)); tries += 1) await t.page.waitForTimeout(50);
      const after = await hung(t, cdp);
      after.names = after.names.filter((name) => name !== '__kept');
      same(after, before, `what hangs on the page after destroy ${i + 1}`);
      await t.page.evaluate(() => window.__kept.init());
      await t.launcher.waitFor();
    }
    await t.open();
    check(await t.heading('How can we help?').isVisible(), 'a fresh start');
  },

  'destroy while the document, the script or the module is on its way is safe, and init then works': async (t) => {
    for (const late of ['**/frame/**', '**/*core*.js', '**/*.wasm', '**/*.khp']) {
      await t.visit('checkout.html');
      await t.launcher.waitFor();
      await t.page.evaluate(() => (window.__kept = window.KlarnaHelp));
      const release = await hold(t, late);
      await call(t, 'open');
      await t.page.waitForTimeout(150);
      await call(t, 'destroy');
      release();
      await t.page.waitForTimeout(250);
      await t.page.unrouteAll({ behavior: 'wait' });
      same(await t.page.locator('klarna-help, iframe').count(), 0, `elements, with ${late} late`);
      same(await t.page.evaluate(() => typeof window.KlarnaHelp), 'undefined', `global, with ${late} late`);
      await t.page.evaluate(() => {
        window.__kept('init');
        window.__kept.open();
      });
      await t.app.locator('h1').waitFor();
    }
  },

  'destroy in the same breath as open, and twice, and before anything': async (t) => {
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await t.page.evaluate(() => {
      const help = window.KlarnaHelp;
      for (let i = 0; i < 20; i += 1) {
        help.destroy();
        help.init();
        help.open();
        help.destroy();
        help.destroy();
        help.open(); // does nothing: only init works now
        help.init();
        help.close();
      }
    });
    same(await t.page.locator('klarna-help').count(), 1, 'elements');
    await t.open();
    same(await t.page.locator('klarna-help iframe').count(), 1, 'frames');
  },

  'a shop in one page: routes change what is offered, and swapped bodies neither lose help nor what is in it': async (t) => {
    await t.visit('spa.html');
    await t.launcher.waitFor();
    const go = (words) => t.page.getByRole('link', { name: words, exact: true }).click();
    await go('To delivery');
    await go('Payment');
    same(new URL(t.page.url()).search, '?step=payment', 'address');
    check(await t.launcher.isVisible(), 'the launcher is there after two bodies');
    same(await t.page.locator('klarna-help').count(), 1, 'elements');
    await t.open();
    const first = t.app.locator('.kh-section .kh-card').first();
    await first.filter({ hasText: 'because your payment was declined' }).waitFor(); // the reason of this route
    await t.photo('payment');
    await t.navigate('case');
    await t.app.getByLabel('What happened?').fill('half a story');
    await go('Payment, in a body of its own');
    await t.page.goBack();
    await t.page.getByRole('heading', { name: 'Payment' }).waitFor();
    same(await t.app.getByLabel('What happened?').inputValue(), 'half a story', 'the draft after three more bodies');
    same((await info(t)).open, true, 'open');
    await go('Basket');
    await call(t, 'reset');
    await t.app.getByRole('heading', { name: 'How can we help?' }).waitFor();
    await t.app.locator('main', { hasNotText: 'because your payment was declined' }).waitFor();
  },

  'an element taken away while it loads leaves nothing behind, and help opens again': async (t) => {
    await t.visit('removed.html');
    await t.launcher.waitFor();
    const release = await hold(t, '**/*.wasm');
    await t.launcher.click();
    await t.page.locator('klarna-help iframe').waitFor({ state: 'attached' });
    await t.page.evaluate(() => window.tidy());
    release();
    await t.page.waitForTimeout(300);
    await t.page.unrouteAll({ behavior: 'wait' });
    await call(t, 'open');
    await t.app.locator('h1').waitFor();
    same(await t.page.locator('klarna-help').count(), 1, 'elements');
    await t.photo('again');
  },

  'an element taken away while a case is on its way: the case arrives at most once, and help opens again': async (t) => {
    const count = () => t.portal.cases('list').split('\n').filter((l) => l.includes('KH-')).length;
    const before = count();
    await t.visit('removed.html');
    await t.open();
    await t.navigate('case');
    await t.writeCase();
    const release = await hold(t, '**/api/v1/cases');
    await t.send();
    await t.button('Sending…').waitFor();
    await t.page.evaluate(() => window.tidy());
    release();
    await t.page.waitForTimeout(300);
    await t.page.unrouteAll({ behavior: 'wait' });
    check(count() - before <= 1, `${count() - before} cases`);
    await call(t, 'navigate', 'case');
    await t.heading('Tell us what happened').waitFor();
    await t.writeCase();
    await t.send();
    await t.receipt();
  },

  'an element that the page moves goes on working': async (t) => {
    await t.visit('removed.html');
    await t.open();
    await t.page.evaluate(() => document.querySelector('main').prepend(document.querySelector('klarna-help')));
    await call(t, 'open');
    await t.app.locator('h1').waitFor();
    await t.navigate('contact');
    await t.heading('Talk to a person').waitFor();
    same(await t.page.locator('klarna-help').count(), 1, 'elements');
  },

  'back and forward: a page with help on it comes back as it was, also with help open': async (t) => {
    await t.page.addInitScript(() => {
      if (top === self) addEventListener('pageshow', (event) => (window.__shown = event.persisted));
    });
    for (const opened of [false, true]) {
      await t.visit('checkout.html');
      await t.launcher.waitFor();
      if (opened) {
        await t.open();
        await t.app.locator('[data-kh-focus=search]').fill('refund');
        await t.app.getByText(/\d+ results?/).first().waitFor();
      }
      await t.visit('two-tags.html');
      await t.launcher.waitFor();
      await t.page.goBack({ waitUntil: 'commit' });
      await t.page.waitForFunction(() => window.__shown === true);
      same((await info(t)).open, opened, 'open');
      // By the event, which comes from the frame over the port. (Playwright itself loses a frame that comes back.)
      const screen = t.page.evaluate(() => new Promise((resolve) => window.KlarnaHelp('on', 'navigate', resolve)));
      if (!opened) await t.open();
      await t.navigate('contact');
      same(await screen, { screen: 'contact' }, 'where the app went');
      await call(t, 'close');
      await t.panel.waitFor({ state: 'hidden' });
    }
  },

  'a thousand times open and closed leaves listeners, nodes and heap where they were': async (t) => {
    // Nothing else is to come meanwhile: articles and guides are fetched ahead unless data is saved.
    await t.page.addInitScript(() => {
      Object.defineProperty(NetworkInformation.prototype, 'saveData', { get: () => true });
    });
    await t.visit('checkout.html');
    await t.open();
    await call(t, 'close');
    const sessions = [await t.context.newCDPSession(t.page), await t.context.newCDPSession(t.frame())];
    const names = ['the page', 'the frame'];
    const measure = async () => {
      const measured = [];
      for (const cdp of sessions) {
        await cdp.send('HeapProfiler.collectGarbage');
        await cdp.send('HeapProfiler.collectGarbage');
        const { metrics } = await cdp.send('Performance.getMetrics');
        const of = (name) => metrics.find((m) => m.name === name).value;
        measured.push({ listeners: of('JSEventListeners'), nodes: of('Nodes'), heap: of('JSHeapUsedSize') });
      }
      return measured;
    };
    const cycle = (times) =>
      t.page.evaluate(async (times) => {
        const help = window.KlarnaHelp;
        for (let i = 0; i < times; i += 1) {
          if (i % 2) help.open();
          else help('toggle');
          // Lets the messages go, and the frame draw.
          await new Promise((resolve) => setTimeout(resolve));
          if (i % 3) help.close();
          else help('toggle');
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }, times);
    for (const cdp of sessions) await cdp.send('Performance.enable');
    await cycle(100);
    const before = await measure();
    await cycle(1000);
    const after = await measure();
    names.forEach((name, i) => {
      same(after[i].listeners, before[i].listeners, `listeners of ${name}`);
      same(after[i].nodes, before[i].nodes, `nodes of ${name}`);
      check(after[i].heap - before[i].heap < 64_000, `the heap of ${name} grew by ${after[i].heap - before[i].heap} bytes`);
    });
    await t.open();
  },
};
