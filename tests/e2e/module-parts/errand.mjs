// The module in its parts: home needs the first alone, a search the one after it, and what needs another waits and says so.
import { check, same } from '../lib/world.mjs';

const ANSWERS = '**/answers-*.wasm';
const REST = '**/rest-*.wasm';

/** Requests for later parts, by how the browser made them: `xhr` is the way of last resort. */
function watch(t, part = 'answers|rest') {
  const kinds = [];
  const later = new RegExp(`/(${part})-.*\\.wasm`);
  t.page.on('request', (request) => later.test(request.url()) && kinds.push(request.resourceType()));
  return kinds;
}

/** Holds a part back until it is released. */
async function hold(t, part) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await t.page.route(part, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

/** Help is open; answers its search field. */
async function opened(t) {
  await t.visit('checkout.html');
  await t.open();
  return t.app.locator('[data-kh-focus=search]');
}

/** What is typed has been answered. */
const answered = (t) => t.app.getByText(/\d+ results?/).first().waitFor();

export const tests = {
  'home comes before other parts of the module and never by way of them, and what is typed is answered by them': async (t) => {
    const kinds = watch(t);
    const release = await hold(t, ANSWERS);
    const search = await opened(t);
    await search.fill('i paid twice');
    await t.app.getByText('Searching…').first().waitFor();
    await search.fill('refund');
    await search.fill('');
    await t.page.evaluate(() => window.KlarnaHelp('context', { page: 'order', paymentStatus: 'declined' }));
    same(kinds, ['fetch'], 'requests for later parts');
    await t.navigate('article:payment-declined');
    await t.app.getByText('Loading').first().waitFor();
    same(kinds, ['fetch'], 'requests for later parts while a screen waits for them');
    release();
    await t.app.locator('.kh-article ol').first().waitFor();
    same(kinds, ['fetch', 'fetch'], 'requests for later parts at last');
  },

  'what was typed while its part was on its way is answered when it comes, without another key': async (t) => {
    const release = await hold(t, ANSWERS);
    const search = await opened(t);
    await search.fill('i paid twice');
    await t.app.getByText('Searching…').first().waitFor();
    release();
    await answered(t);
    same(await search.inputValue(), 'i paid twice', 'what was typed');
  },

  'a declined payment, an order and a customer that the page names need no later part before it comes': async (t) => {
    const kinds = watch(t);
    const release = await hold(t, ANSWERS);
    await t.visit('checkout.html');
    await t.page.evaluate(() => {
      const { KlarnaHelp } = window;
      KlarnaHelp.context({ page: 'checkout', orderId: 'NW-1', paymentStatus: 'declined', errorCode: 'insufficient_funds' });
      KlarnaHelp.suggest();
      KlarnaHelp.prefill({ orderId: 'NW-1', email: 'ada@example.org' });
    });
    await t.open();
    await t.app.locator('.kh-section .kh-card').first().waitFor();
    await t.page.evaluate((token) => void window.KlarnaHelp.identify({ token }), t.portal.issuer.token('ada'));
    for (const to of ['case', 'contact', 'flow:refund-missing', 'article:payment-declined']) {
      await t.navigate(to);
      await t.app.getByText('Loading').first().waitFor();
    }
    same(kinds, ['fetch'], 'requests for later parts');
    release();
    await t.app.locator('.kh-article ol').first().waitFor();
    same(kinds, ['fetch', 'fetch'], 'requests for later parts at last');
  },

  'a search is answered, walked and opened before the rest of the module is there': async (t) => {
    const kinds = watch(t);
    const release = await hold(t, REST);
    const search = await opened(t);
    await search.fill('refund has not arrived');
    const list = t.app.getByRole('listbox');
    const options = list.getByRole('option');
    await list.waitFor();
    const title = await options.first().locator('.kh-card__title').innerText();
    await options.last().hover();
    await t.app.locator('h1').hover();
    await search.press('ArrowDown');
    await search.press('ArrowDown');
    await search.press('ArrowUp');
    await search.press('Enter');
    await t.heading(title).waitFor();
    await t.app.getByText('Loading').first().waitFor();
    await t.inspect('what was found, before the rest');
    await t.button('Back').click();
    same(await search.inputValue(), 'refund has not arrived', 'the search');
    await search.fill('bicycle tyre pressure');
    await t.app.getByRole('option', { name: 'Talk to a person' }).click();
    await t.button('Back').click();
    await search.fill('xqzw');
    await t.app.getByRole('option', { name: 'Write to us' }).click();
    await t.app.getByText('Loading').first().waitFor();
    same(kinds, ['fetch', 'fetch'], 'nothing of the rest ran');
    release();
    await t.app.getByLabel('What happened').first().waitFor();
  },

  'without a part search and other screens offer to try again, and nothing typed is lost': async (t) => {
    t.allow(/Failed to load resource|net::ERR_FAILED/);
    for (const missing of [ANSWERS, '**/later-*.js*', '**/later-*.css']) {
      await t.page.route(missing, (route) => route.abort());
      const search = await opened(t);
      await search.fill('where is my refund');
      await t.button('Try again').waitFor();
      await t.button('Talk to a person').click();
      await t.button('Try again').waitFor();
      await t.page.unroute(missing);
      await t.button('Try again').click();
      await t.app.getByText('Send us a case').waitFor();
      await t.button('Back').click();
      same(await search.inputValue(), 'where is my refund', `the search, without ${missing}`);
      await answered(t);
    }
  },

  'without the rest a search is answered, and other screens offer to try again': async (t) => {
    t.allow(/Failed to load resource|net::ERR_FAILED/);
    await t.page.route(REST, (route) => route.abort());
    await (await opened(t)).fill('where is my refund');
    await answered(t);
    await t.button('Talk to a person').click();
    await t.button('Try again').waitFor();
    await t.page.unroute(REST);
    await t.button('Try again').click();
    await t.app.getByText('Send us a case').waitFor();
    await t.button('Back').click();
    await answered(t);
  },

  'a function of a later part that is called too early fetches it at once': async (t) => {
    const kinds = watch(t);
    await t.visit('checkout.html');
    await t.open();
    await t.app.locator('.kh-card').first().waitFor();
    await t.navigate('contact');
    await t.app.getByText('Send us a case').waitFor();
    await t.navigate('home');
    // By then both are there; the way of last resort is walked by hand, in the frame, as a stub would.
    const worked = await t.frame().evaluate(async () => {
      const exports = await window.wasmBindings.default();
      exports.a.value = 0;
      return typeof exports.a.value;
    });
    same(worked, 'number', 'the flag');
    await t.navigate('contact');
    await t.app.getByText('Send us a case').waitFor();
    check(kinds.includes('xhr'), `asked for by ${kinds}`);
  },
};
