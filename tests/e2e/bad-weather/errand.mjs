// The portal down, slow, or answering garbage; no network; no WebAssembly: words, a retry, another way, nothing lost.
import { events, expectEvents, listen } from '../lib/commands.mjs';
import { check, same } from '../lib/world.mjs';

const refused = /Failed to load resource|net::ERR|klarna-help/;

async function written(t) {
  await t.visit('checkout.html');
  await t.open();
  await t.navigate('case');
  await t.heading('Tell us what happened').waitFor();
  await t.writeCase();
}

async function failedSoftly(t, words) {
  await t.app.getByText('Your case was not sent').first().waitFor({ timeout: 25_000 });
  check(await t.app.getByText(words).first().isVisible(), `it says: ${words}`);
  check(await t.app.getByText('Everything you wrote is still here').isVisible(), 'nothing is lost');
  check(await t.button('Other ways to reach us').isVisible(), 'another way');
  same(await t.app.getByLabel('Your e-mail').inputValue(), 'ada@example.org', 'the draft');
}

export const tests = {
  'a portal that is down keeps the draft, and the same case arrives once when it is back': async (t) => {
    t.allow(refused);
    await written(t);
    await t.portal.stop();
    const before = () => t.portal.cases('list').trim().split('\n').filter((l) => l.includes('KH-')).length;
    const cases = before();
    await t.send();
    await failedSoftly(t, 'does not answer right now');
    await t.inspect('not-sent');
    await t.portal.up();
    await t.button('Try again').click();
    await t.receipt();
    same(before() - cases, 1, 'cases');
  },

  'an answer that was lost on the way is asked for again, and there is one case': async (t) => {
    t.allow(refused);
    await written(t);
    const count = () => t.portal.cases('list').split('\n').filter((l) => l.includes('KH-')).length;
    const cases = count();
    let swallowed = false;
    await t.page.route('**/api/v1/cases', async (route) => {
      if (swallowed) return route.continue();
      swallowed = true;
      await route.fetch(); // the portal stores it
      return route.abort('connectionreset'); // the customer never hears of it
    });
    await t.send();
    await failedSoftly(t, 'does not answer right now');
    same(count() - cases, 1, 'cases after the lost answer');
    await t.app.getByLabel('What happened?').fill('I would rather put it in these words.');
    await t.button('Try again').click();
    await t.receipt();
    same(count() - cases, 1, 'cases after the retry');
  },

  'a portal that is too slow is said, and nothing is sent twice': async (t) => {
    t.allow(refused);
    await written(t);
    let sent = 0;
    await t.page.route('**/api/v1/cases', () => void (sent += 1)); // no answer, ever
    await t.send();
    await t.button('Sending…').click({ force: true });
    await t.app.getByLabel('What happened?').pressSequentially('too late');
    await failedSoftly(t, 'too long to answer');
    same(sent, 1, 'requests');
    const words = await t.app.getByLabel('What happened?').inputValue();
    check(!words.includes('too late'), 'what is on its way takes no more words');
  },

  'garbage instead of an answer is said in words': async (t) => {
    await written(t);
    await t.page.route('**/api/v1/cases', (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>proxy</h1>' }));
    await t.send();
    await failedSoftly(t, 'could not read');
  },

  'without a network, search and reading still work once loaded, and a send says that it waits': async (t) => {
    t.allow(refused);
    // Read by nobody yet, but fetched when nobody waits for anything else.
    const stocked = (request) => request.url().endsWith('/stock.kho');
    const there = t.page.waitForEvent('requestfinished', { predicate: stocked, timeout: 60_000 });
    await written(t);
    await there;
    await t.context.setOffline(true);
    await t.send();
    await t.app.getByText('Waiting for a connection').first().waitFor();
    same(await t.app.getByLabel('Your e-mail').inputValue(), 'ada@example.org', 'the draft');
    await t.navigate('search:is this message real');
    await t.app.getByText(/\d+ results?/).first().waitFor();
    await t.navigate('article:suspicious-message');
    await t.app.locator('.kh-article ol').first().waitFor();
    await t.navigate('flow:refund-missing');
    await t.app.locator('.kh-flow .kh-cards').first().waitFor();
    await t.photo('offline');
  },

  'help opened without a network says so, and a retry works when it is back': async (t) => {
    t.allow(refused);
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await t.context.setOffline(true);
    await t.launcher.click();
    await t.page.locator('klarna-help [role=alert]').waitFor({ timeout: 25_000 });
    await t.photo('opened-offline');
    await t.context.setOffline(false);
    await t.page.locator('klarna-help button', { hasText: /try again/i }).click();
    await t.app.locator('h1').waitFor();
  },

  'where WebAssembly cannot start there is a plain panel with a retry and a link that works': async (t) => {
    t.allow(refused);
    t.allow(/wasm|WebAssembly|Aborted|thrown/i);
    await t.page.route('**/*.wasm', (route) => route.fulfill({ status: 200, contentType: 'application/wasm', body: 'no wasm' }));
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await listen(t, ['error']);
    // By command: a pointer that first hovers starts a load, and its click, if that has failed by then, another.
    await t.page.evaluate(() => window.KlarnaHelp('open'));
    await t.app.getByRole('heading', { name: 'Help could not start' }).waitFor({ timeout: 25_000 });
    // The panel is there before the page has heard of it: that takes a message.
    await expectEvents(t, [['error', { code: 'wasm-failed' }]], 'errors');
    await t.inspect('no-wasm');
    await t.app.getByRole('button', { name: 'Close help' }).click();
    await t.panel.waitFor({ state: 'hidden' });
    await t.launcher.click();
    const link = await t.app.locator('#help-link').getAttribute('href');
    const plain = await t.context.newPage();
    await plain.goto(link);
    check((await plain.getByRole('link').count()) > 12, 'the plain pages list the articles');
    await plain.getByRole('link', { name: 'Your payment was declined' }).first().click();
    await plain.getByRole('heading', { level: 1 }).waitFor();
    await plain.close();
    await t.page.unroute('**/*.wasm');
    await t.app.getByRole('button', { name: 'Try again' }).click();
    await t.app.getByRole('heading', { name: 'How can we help?' }).waitFor();
  },

  'a slow network shows a panel that takes typing at once': async (t) => {
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await t.page.route(`${t.portal.url}/**`, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue().catch(() => {});
    });
    await t.launcher.click();
    await t.page.locator('klarna-help input').fill('refund', { timeout: 1000 });
    await t.photo('slow');
    // What answers a search comes after what shows first: some round trips more.
    await t.app.locator('[role=option]').first().waitFor({ timeout: 20_000 });
  },

  'a frame that is never heard from is given up after a while, by name, and a retry works': async (t) => {
    t.allow(/frame-timeout/);
    await t.page.clock.install();
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await listen(t, ['error']);
    const held = [];
    await t.page.route('**/frame/**', (route) => void held.push(route)); // neither an answer nor a refusal
    await t.launcher.click();
    await t.page.clock.runFor(1_000);
    await t.page.locator('klarna-help [role=status]').waitFor();
    same(await events(t), [], 'so far');
    await t.page.clock.runFor(16_000);
    await t.page.locator('klarna-help [role=alert]', { hasText: 'Help could not start.' }).waitFor();
    same(await events(t), [['error', { code: 'frame-timeout' }]], 'errors');
    await t.page.unroute('**/frame/**');
    await t.page.clock.resume();
    // Ours: the shop has a button with these words too.
    await t.page.locator('klarna-help button', { hasText: 'Try again' }).click();
    await Promise.all(held.map((route) => route.abort().catch(() => {})));
    await t.app.locator('h1').waitFor();
  },

  'an app in the page whose module does not come is said by name, and a retry works': async (t) => {
    t.allow(/app-failed|ERR_FAILED|Failed to (load|fetch)/);
    let blocked = 0;
    await t.page.route('**/*.wasm', (route) => ((blocked += 1), route.abort()));
    await t.visit('inline.html');
    await t.launcher.waitFor();
    await listen(t, ['error']);
    await t.launcher.click();
    await t.page.locator('klarna-help [role=alert]', { hasText: 'Help could not start.' }).waitFor();
    check(blocked > 0, 'the module was asked for');
    same(await events(t), [['error', { code: 'app-failed' }]], 'errors');
    await t.page.unroute('**/*.wasm');
    await t.page.getByRole('button', { name: 'Try again' }).click();
    await t.page.locator('klarna-help h1').waitFor();
    same(await t.page.evaluate(() => window.KlarnaHelp.info().state), 'ready', 'state');
  },

  'content that does not come is told to the page by its name, and a retry brings it': async (t) => {
    t.allow(refused);
    const ways = {
      'portal-down': (route) => route.fulfill({ status: 503, body: '' }),
      'portal-garbled': (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>proxy</h1>' }),
      'portal-slow': () => {},
    };
    for (const [code, way] of Object.entries(ways)) {
      await t.page.route('**/packs/*.khp', way);
      await t.visit('checkout.html');
      await listen(t, ['error']);
      await t.page.evaluate(() => window.KlarnaHelp('open'));
      await t.app.getByRole('heading', { name: 'Help could not be loaded' }).waitFor({ timeout: 45_000 });
      // Twice where it had failed before the panel opened, which tries again.
      await t.page.waitForFunction(() => window.__events.length);
      for (const event of await events(t)) same(event, ['error', { code }], 'error');
      await t.page.unroute('**/packs/*.khp');
      await t.button('Try again').click();
      await t.app.locator('[data-kh-focus=search]').waitFor();
    }
  },
};
