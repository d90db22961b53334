// What a payment page gets from the tag: nothing before intent, no violation, focus and keys given back.
import { check, same } from '../lib/world.mjs';

/** Everything a page would complain about, gathered from its first moment. */
async function watch(t) {
  await t.page.addInitScript(() => {
    window.__seen = { shifts: [], violations: [] };
    const observe = (type, fn) => new PerformanceObserver((list) => list.getEntries().forEach(fn)).observe({ type, buffered: true });
    observe('layout-shift', ({ value, startTime, sources }) => {
      const moved = sources.map(({ node, previousRect, currentRect }) => [node?.nodeName, node?.id || node?.className, previousRect, currentRect]);
      window.__seen.shifts.push(JSON.stringify({ value, startTime, moved }));
    });
    document.addEventListener('securitypolicyviolation', (e) => window.__seen.violations.push(`${e.violatedDirective} ${e.blockedURI}`));
  });
}

export const tests = {
  // Long tasks are not counted here: on a busy machine any page has one. `bench embed` counts them, in pairs.
  'before intent there is one request, no cookie, no storage and no layout shift': async (t) => {
    await watch(t);
    const requests = [];
    t.page.on('request', (r) => r.url().startsWith(t.portal.url) && requests.push(r.url()));
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await t.page.waitForTimeout(1000);
    same(requests, [`${t.portal.url}/v1/klarna-help.js`], 'requests to the portal');
    same((await t.context.cookies()).length, 0, 'cookies');
    same(await t.page.evaluate(() => localStorage.length + sessionStorage.length), 0, 'stored on the host');
    same(await t.page.evaluate(() => window.__seen.shifts), [], 'layout shifts');
    same(await t.page.locator('iframe').count(), 0, 'frames');
    await t.inspectHost('launcher');
  },

  'a page whose policy allows two hosts and nothing else works without a violation': async (t) => {
    await watch(t);
    const policy = (await t.visit('strict-csp.html')).headers()['content-security-policy'];
    same(policy.trim().replace(/;$/, ''), `default-src 'none'; script-src ${t.portal.url}; frame-src ${t.portal.url}`, 'policy');
    await t.open();
    await t.navigate('case');
    await t.writeCase();
    await t.send();
    await t.receipt();
    same(await t.page.evaluate(() => window.__seen.violations), [], 'violations on the host page');
    same(await t.frame().evaluate(() => window.__seen.violations), [], 'violations in the frame');
    await t.photo('strict');
  },

  'Escape closes from inside the frame, focus returns to the opener, and the screen is still there': async (t) => {
    await t.visit('checkout.html');
    await t.launcher.focus();
    await t.page.keyboard.press('Enter');
    await t.app.locator('h1').waitFor();
    await t.navigate('contact');
    await t.heading('Talk to a person').waitFor();
    await t.app.getByText('Send us a case').focus();
    await t.page.keyboard.press('Escape');
    await t.panel.waitFor({ state: 'hidden' });
    await t.page.waitForFunction(() => document.activeElement?.localName === 'klarna-help');
    await t.page.keyboard.press('Enter');
    await t.heading('Talk to a person').waitFor();
  },

  'Escape closes also when the focus is on nothing': async (t) => {
    await t.visit('checkout.html');
    await t.open();
    await t.navigate('article:payment-declined');
    await t.app.locator('.kh-article ol').first().waitFor();
    await t.app.locator('.kh-lead').click();
    await t.page.keyboard.press('Escape');
    await t.panel.waitFor({ state: 'hidden' });
  },

  'a locale that is not offered gets the nearest that is': async (t) => {
    await t.visit('checkout.html');
    const nearest = { 'nb-NO': 'en-GB', en: 'en-GB', 'EN-gb': 'en-GB', sv: 'sv-SE', 'de-AT': 'de-DE' };
    for (const [asked, given] of Object.entries(nearest)) {
      const page = await (await fetch(`${t.portal.url}/frame/x/demo-shop/${asked}`)).text();
      check(page.includes(`lang="${given}"`), asked);
    }
    const zipped = await fetch(`${t.portal.url}/frame/x/demo-shop/en-GB`, { headers: { 'accept-encoding': 'br' } });
    same(zipped.headers.get('content-encoding'), 'br', 'encoding');
  },

  'what is typed before the app is there is searched when it comes': async (t) => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await t.page.route('**/*.wasm', async (route) => {
      await held;
      await route.continue();
    });
    await t.visit('checkout.html');
    await t.launcher.click();
    await t.page.locator('klarna-help input').fill('where is my refund');
    release();
    await t.app.getByText(/\d+ results?/).first().waitFor();
    same(await t.app.locator('[data-kh-focus=search]').inputValue(), 'where is my refund', 'the text');
    await t.frame().waitForFunction(() => document.activeElement?.dataset.khFocus === 'search', null, { polling: 50 });
  },

  'commands work before and after load, events say what happens, and nothing is left after destroy': async (t) => {
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    const globals = await t.page.evaluate(async () => {
      const help = window.KlarnaHelp;
      window.__events = [];
      const off = help.on('navigate', (data) => window.__events.push(data));
      help.open();
      await help.ready();
      const next = () => new Promise((done) => help.once('navigate', done));
      const first = next();
      help('navigate', 'article:payment-declined');
      await first;
      off();
      const second = next();
      help.navigate('contact');
      await second;
      return help.info();
    });
    check(globals.state === 'ready' && globals.open === true && globals.clientId === 'demo-shop', JSON.stringify(globals));
    same(await t.page.evaluate(() => window.__events), [{ screen: 'article' }], 'events');
    await t.page.evaluate(() => window.KlarnaHelp('destroy'));
    same(await t.page.locator('klarna-help, iframe').count(), 0, 'elements');
    same(await t.page.evaluate(() => typeof window.KlarnaHelp), 'undefined', 'global');
  },

  'two tags act as one, also when the second comes while help is open': async (t) => {
    await t.visit('checkout.html');
    await t.open();
    await t.navigate('case');
    await t.app.getByLabel('What happened?').fill('half a story');
    await t.page.evaluate(() => {
      const tag = document.querySelector('script[data-client-id]');
      const again = document.createElement('script');
      again.src = tag.src;
      again.dataset.clientId = tag.dataset.clientId;
      document.head.append(again);
      return new Promise((resolve) => (again.onload = resolve));
    });
    same(await t.page.locator('klarna-help').count(), 1, 'elements');
    same(await t.app.getByLabel('What happened?').inputValue(), 'half a story', 'the draft');
    await t.page.evaluate(() => window.KlarnaHelp('close'));
    await t.panel.waitFor({ state: 'hidden' });
    await t.page.evaluate(() => window.KlarnaHelp('open'));
    await t.heading('Tell us what happened').waitFor();
  },

  'a phone gets the whole screen, a desktop a panel, and turning keeps the app': async (t) => {
    await t.phone();
    await t.visit('checkout.html');
    await t.open();
    const box = await t.panel.boundingBox();
    same([box.x, box.y, box.width, box.height].map(Math.round), [0, 0, 390, 844], 'panel on a phone');
    check((await t.app.locator('[data-kh-focus=search]').evaluate((e) => parseFloat(getComputedStyle(e).fontSize))) >= 16, 'font size');
    await t.navigate('contact');
    await t.heading('Talk to a person').waitFor();
    await t.page.setViewportSize({ width: 1280, height: 800 });
    await t.page.waitForFunction(() => !document.querySelector('klarna-help').shadowRoot.querySelector('dialog').matches(':modal'));
    check((await t.panel.boundingBox()).width <= 440, 'panel on a desktop');
    check(await t.heading('Talk to a person').isVisible(), 'the same screen');
  },

  'the frame refuses a page that is not registered, and the shell says what to do': async (t) => {
    t.allow(/frame-ancestors|Refused to frame|klarna-help|Framing/);
    // The same shop by another name is another origin.
    await t.page.goto(`${t.shop.replace('localhost', '127.0.0.1')}/checkout.html`);
    await t.launcher.click();
    await t.page.locator('klarna-help [role=alert]').waitFor();
    check(await t.page.locator('klarna-help a').first().isVisible(), 'links');
    await t.inspectHost('refused');
  },
};
