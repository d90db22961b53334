// Host pages that are hard on widgets (demo/): on each, help looks and works as on any other.
//
// Here: policies, layout, styles, what a page does to the browser's own objects, theming. Not here: pages that mean harm
// (hostile), pages that come and go (lifecycle), the commands (sdk).
import { check, same, PHONE, DESKTOP } from '../lib/world.mjs';

/** Gathers every violation of a policy, in the page and in the frame, from the first moment. */
async function violations(t) {
  await t.page.addInitScript(() => {
    window.__violations = [];
    document.addEventListener('securitypolicyviolation', (e) => window.__violations.push(`${e.violatedDirective} ${e.blockedURI}`));
  });
  return async () => [
    ...(await t.page.evaluate(() => window.__violations)),
    ...(await t.frame().evaluate(() => window.__violations)),
  ];
}

/** A box lies in the window. */
function inside({ x, y, width, height }, size, what) {
  const right = x + width;
  const bottom = y + height;
  check(x >= 0 && y >= 0 && right <= size.width + 1 && bottom <= size.height + 1, `${what} at ${[x, y, right, bottom].map(Math.round)}`);
}

/** The launcher is in the window and over the page: the pixel in its middle is its own. */
async function reachable(t, locator, what) {
  const box = await locator.boundingBox();
  check(box && box.width >= 40 && box.height >= 40, `${what} is ${JSON.stringify(box)}`);
  inside(box, t.page.viewportSize(), what);
  const on = await t.page.evaluate(([x, y]) => document.elementFromPoint(x, y)?.localName, [box.x + box.width / 2, box.y + box.height / 2]);
  same(on, 'klarna-help', `${what}: the element in its middle`);
  return box;
}

/** What a customer does on any page: opens, searches, reads, closes; and the same panel on a phone. */
async function works(t, words = 'payment declined') {
  await t.launcher.waitFor();
  await reachable(t, t.launcher, 'launcher');
  await t.photo('launcher');
  await t.open();
  const panel = await reachable(t, t.panel, 'panel');
  check(panel.width >= 320 && panel.height >= 400, `the panel is ${panel.width} by ${panel.height}`);
  await t.app.locator('[data-kh-focus=search]').fill(words);
  await t.app.getByText(/\d+ results?/).first().waitFor();
  await t.photo('search');
  await t.app.locator('.kh-card').first().click();
  await t.app.locator('h1').waitFor();
  await t.page.setViewportSize(PHONE);
  await t.page.waitForFunction(() => document.querySelector('klarna-help').shadowRoot.querySelector('dialog').matches(':modal'));
  const small = await t.panel.boundingBox();
  same([small.x, small.y, small.width, small.height].map(Math.round), [0, 0, PHONE.width, PHONE.height], 'panel on a phone');
  await t.photo('read');
  await t.page.setViewportSize(DESKTOP);
  await t.page.waitForFunction(() => !document.querySelector('klarna-help').shadowRoot.querySelector('dialog').matches(':modal'));
  await t.app.locator('h1').click();
  await t.page.keyboard.press('Escape');
  await t.panel.waitFor({ state: 'hidden' });
}

export const tests = {
  'a policy with a nonce and strict-dynamic, and Trusted Types, lists no host of ours for scripts': async (t) => {
    const seen = await violations(t);
    const policy = (await t.visit('nonce-csp.html')).headers()['content-security-policy'];
    check(/script-src 'nonce-\w{32}' 'strict-dynamic';/.test(policy), policy);
    await works(t);
    await t.navigate('case');
    await t.writeCase();
    await t.send();
    await t.receipt();
    same(await seen(), [], 'violations');
  },

  'a cross-origin isolated page may embed help': async (t) => {
    await t.visit('isolated.html');
    check(await t.page.evaluate(() => crossOriginIsolated), 'the page is isolated');
    await works(t);
  },

  'a page without a doctype gets the same launcher and panel': async (t) => {
    await t.visit('quirks.html');
    same(await t.page.evaluate(() => document.compatMode), 'BackCompat', 'mode');
    await works(t);
  },

  'a page that unsets every style with all its weight does not reach help': async (t) => {
    const looks = () =>
      t.launcher.evaluate((e) => {
        const { color, backgroundColor, fontFamily, fontSize, letterSpacing, textTransform, opacity, zIndex, height, width } = getComputedStyle(e);
        return { color, backgroundColor, fontFamily, fontSize, letterSpacing, textTransform, opacity, zIndex, height, width };
      });
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    const expected = await looks();
    await t.visit('hostile-css.html');
    await t.launcher.waitFor();
    // The same trouble as at the checkout, for its mark is part of the launcher.
    await t.page.evaluate(() => void window.KlarnaHelp('context', { paymentStatus: 'declined' }));
    same(await looks(), expected, 'the launcher');
    await works(t);
  },

  'on a page that reads from right to left help stands on the left, and its own words read from the left': async (t) => {
    await t.visit('rtl.html');
    await works(t);
    const { x, width } = await t.launcher.boundingBox();
    check(x + width < DESKTOP.width / 2, `the launcher is at ${x}`);
    await t.open();
    const panel = await t.panel.boundingBox();
    check(panel.x + panel.width < DESKTOP.width / 2, `the panel is at ${panel.x}`);
    same(await t.frame().evaluate(() => getComputedStyle(document.querySelector('h1')).direction), 'ltr', 'direction of the app');
    same(await t.page.locator('klarna-help [part=shell] h2').evaluate((e) => getComputedStyle(e).direction), 'ltr', 'direction of the shell');
    await t.page.evaluate(() => window.KlarnaHelp('config', { side: 'start' }));
    const moved = await t.launcher.boundingBox();
    check(moved.x > DESKTOP.width / 2, `with side=start the launcher is at ${moved.x}`);
  },

  'a transformed, filtered and contained body does not carry help away when the page is scrolled': async (t) => {
    await t.visit('transformed.html');
    await works(t);
    for (const top of [0, 400, 1e6]) {
      await t.page.evaluate((top) => scrollTo(0, top), top);
      await reachable(t, t.launcher, `launcher, scrolled to ${top}`);
      await t.page.evaluate(() => window.KlarnaHelp('open'));
      await reachable(t, t.panel, `panel, scrolled to ${top}`);
      await t.page.evaluate(() => window.KlarnaHelp('close'));
    }
    await t.phone();
    await t.visit('transformed.html');
    await t.launcher.waitFor();
    await t.page.evaluate(() => scrollTo(0, 900));
    await t.open();
    const box = await t.panel.boundingBox();
    same([box.x, box.y, box.width, box.height].map(Math.round), [0, 0, PHONE.width, PHONE.height], 'panel on a phone');
  },

  'two tags on one page make one launcher': async (t) => {
    await t.visit('two-tags.html');
    await t.page.waitForLoadState();
    same(await t.page.locator('klarna-help').count(), 1, 'elements');
    await works(t);
    same(await t.page.locator('klarna-help iframe').count(), 1, 'frames');
  },

  'arrays and objects that a library extended before us are no obstacle': async (t) => {
    await t.visit('prototypes-before.html');
    await works(t);
    check(await t.page.evaluate(() => 'inherits' in {} && 'contains' in []), 'the library is there');
  },

  'arrays and objects that a library extended after us are no obstacle, nor is context read from them': async (t) => {
    await t.visit('prototypes-after.html');
    await t.page.waitForFunction(() => 'inherits' in {});
    await works(t);
    await t.page.evaluate(() => {
      window.__errors = [];
      window.KlarnaHelp('on', 'error', (e) => window.__errors.push(e));
      window.KlarnaHelp('context', { orderId: 'NW-1' });
      window.KlarnaHelp('prefill', { orderId: 'NW-2' });
    });
    await t.navigate('case');
    await t.heading('Tell us what happened').waitFor();
    same(await t.page.evaluate(() => window.__errors), [], 'errors');
  },

  'a window.onmessage that stops every message and throws does not keep help from loading': async (t) => {
    t.allow(/map: a message I do not know/);
    await t.visit('messages.html');
    const handler = await t.page.evaluate(() => String(window.onmessage));
    await works(t);
    same(await t.page.evaluate(() => String(window.onmessage)), handler, "the page's handler");
  },

  'customElements.define wrapped by a polyfill is no obstacle': async (t) => {
    await t.visit('elements-wrapped.html');
    await works(t);
    same(await t.page.evaluate(() => window.definedElements), ['klarna-help'], 'what was defined');
  },

  'a page that has an element of our name already gets help all the same': async (t) => {
    await t.visit('elements-taken.html');
    await works(t);
  },

  'an error monitor around JSON, Promise, MessageChannel, timers and listeners is no obstacle': async (t) => {
    await t.visit('monitored.html');
    await works(t);
    await t.page.evaluate(() => window.KlarnaHelp('destroy'));
    same(await t.page.locator('klarna-help, iframe').count(), 0, 'elements');
  },

  'every page of the demo is linked from its front page, and none has a dead link': async (t) => {
    const get = async (path) => (await fetch(`${t.shop}/${path}`)).text();
    const hrefs = (text) => [...text.matchAll(/href="([\w-]+\.html)/g)].map((m) => m[1]);
    const linked = new Set(hrefs(await get('index.html')));
    const { readdirSync } = await import('node:fs');
    const pages = readdirSync(new URL('../../../demo', import.meta.url)).filter((name) => name.endsWith('.html') && name !== 'index.html');
    same(pages.filter((name) => !linked.has(name)), [], 'pages without a link');
    same([...linked].filter((name) => name !== 'index.html' && !pages.includes(name)), [], 'links without a page');
  },
};
