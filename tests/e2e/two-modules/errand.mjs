// The module in two parts: home needs the first alone, and what needs the rest waits for it and says so.
import { check, same } from '../lib/world.mjs';

const REST = '**/rest-*.wasm';

/** Requests for the rest, by how the browser made them: `xhr` is the way of last resort. */
function watch(t) {
  const kinds = [];
  t.page.on('request', (request) => /rest-.*\.wasm/.test(request.url()) && kinds.push(request.resourceType()));
  return kinds;
}

export const tests = {
  'home comes before the rest of the module and never by way of it, and what is typed is answered by it': async (t) => {
    const kinds = watch(t);
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await t.page.route(REST, async (route) => {
      await held;
      await route.continue();
    });
    await t.visit('checkout.html');
    await t.open();
    const search = t.app.locator('[data-kh-focus=search]');
    await search.fill('i paid twice');
    await t.app.getByText('Searching…').first().waitFor();
    await search.fill('refund');
    await search.fill('');
    await t.page.evaluate(() => window.KlarnaHelp('context', { page: 'order', paymentStatus: 'declined' }));
    same(kinds, ['fetch'], 'requests for the rest');
    await t.navigate('article:payment-declined');
    await t.app.getByText('Loading').first().waitFor();
    same(kinds, ['fetch'], 'requests for the rest while a screen waits for it');
    release();
    await t.app.locator('.kh-article ol').first().waitFor();
    same(kinds, ['fetch'], 'requests for the rest at last');
  },

  'what was typed while the rest was on its way is answered when it comes, without another key': async (t) => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await t.page.route(REST, async (route) => {
      await held;
      await route.continue();
    });
    await t.visit('checkout.html');
    await t.open();
    const search = t.app.locator('[data-kh-focus=search]');
    await search.fill('i paid twice');
    await t.app.getByText('Searching…').first().waitFor();
    release();
    await t.app.getByText(/\d+ results?/).first().waitFor();
    same(await search.inputValue(), 'i paid twice', 'what was typed');
  },

  'without the rest search and other screens offer to try again, and nothing typed is lost': async (t) => {
    t.allow(/Failed to load resource|net::ERR_FAILED/);
    for (const missing of [REST, '**/rest-*.js*', '**/rest-*.css']) {
      await t.page.route(missing, (route) => route.abort());
      await t.visit('checkout.html');
      await t.open();
      const search = t.app.locator('[data-kh-focus=search]');
      await search.fill('where is my refund');
      await t.button('Try again').waitFor();
      await t.button('Talk to a person').click();
      await t.button('Try again').waitFor();
      await t.page.unroute(missing);
      await t.button('Try again').click();
      await t.app.getByText('Send us a case').waitFor();
      await t.button('Back').click();
      same(await search.inputValue(), 'where is my refund', `the search, without ${missing}`);
      await t.app.getByText(/\d+ results?/).first().waitFor();
    }
  },

  'a function of the rest that is called too early fetches it at once': async (t) => {
    const kinds = watch(t);
    await t.visit('checkout.html');
    await t.open();
    await t.app.locator('.kh-card').first().waitFor();
    // By then it is there; the way of last resort is walked by hand, in the frame, as a stub would.
    const worked = await t.frame().evaluate(async () => {
      const glue = window.wasmBindings;
      await glue.loadRest(document);
      const exports = await glue.default();
      exports.l.value = 0;
      return typeof exports.l.value;
    });
    same(worked, 'number', 'the flag');
    await t.navigate('contact');
    await t.app.getByText('Send us a case').waitFor();
    check(kinds.includes('xhr'), `asked for by ${kinds}`);
  },
};
