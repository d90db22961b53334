// Content in its pieces: what is opened comes alone and at once, everything else when nobody waits, and then without a
// network.
import { check, same } from '../lib/world.mjs';

/** Pieces that came so far, by the ends of their addresses. */
function watch(t) {
  const asked = [];
  t.page.on('requestfinished', (request) => {
    const [, piece] = /\/packs\/(?:en-GB-\w+\/)?([^/]*(?:\/[^/]*)?)$/.exec(request.url()) ?? [];
    if (piece) asked.push(piece);
  });
  return asked;
}

const items = (asked) => asked.filter((piece) => /\.kh[af]$/.test(piece));

/** Waits until a condition holds of what the page has asked for. */
async function until(t, holds, what) {
  for (let i = 0; i < 600; i += 1) {
    if (holds()) return;
    await t.page.waitForTimeout(50);
  }
  check(false, what);
}

/** Has the browser say that the customer wants to be spared data. */
const saveData = (t) =>
  t.page.addInitScript(() => {
    Object.defineProperty(NetworkInformation.prototype, 'saveData', { get: () => true });
  });

export const tests = {
  'a place that the page names is shown with its own file alone, and a way there is fetched ahead': async (t) => {
    await saveData(t);
    const asked = watch(t);
    await t.visit('checkout.html');
    await t.page.evaluate(() => window.KlarnaHelp.article('late-fee'));
    await t.app.locator('.kh-article ol, .kh-article p').nth(1).waitFor();
    same([...new Set(items(asked))], ['article/late-fee.kha'], 'articles and guides asked for');
    // What the customer is about to press: by the pointer, and by the keyboard.
    const card = t.app.locator('[data-kh-item]').first();
    const name = await card.getAttribute('data-kh-item');
    await card.hover();
    const [kind, slug] = name.split(':');
    await until(t, () => items(asked).some((piece) => piece.startsWith(`${kind}/${slug}.`)), `${name} fetched ahead`);
    check(!asked.some((piece) => piece.endsWith('.khe')), 'no encoder for whoever saves data');
  },

  'when nobody waits any more everything is fetched in one, and help then works without a network or a cache': async (t) => {
    const asked = watch(t);
    await t.visit('checkout.html');
    await t.open();
    await t.app.locator('.kh-topic').first().waitFor();
    await until(t, () => asked.some((piece) => piece.endsWith('stock.kho')), 'the stock is fetched');
    await t.page.waitForTimeout(500);
    same(items(asked), [], 'files of single articles and guides');
    const encoder = asked.findIndex((piece) => piece.endsWith('.khe'));
    const index = asked.findIndex((piece) => piece.endsWith('index.khx'));
    const stock = asked.findIndex((piece) => piece.endsWith('stock.kho'));
    check(index >= 0 && index < encoder && encoder < stock, `the order: ${asked.slice(0, 8)}`);
    await t.context.setOffline(true);
    // Whatever the browser's cache has of single ones is not what answers.
    await t.page.route(/\.kh[af]$/, (route) => route.abort());
    await t.app.locator('[data-kh-focus=search]').fill('lost my phone');
    await t.app.locator('[role=option][data-kh-item^=article]').first().click();
    await t.app.locator('.kh-article').waitFor();
    await t.navigate('flow:refund-missing');
    await t.app.locator('.kh-flow').waitFor();
    await t.context.setOffline(false);
  },

  'an article that does not come says so and can be tried again': async (t) => {
    t.allow(/Failed to load resource|net::ERR_FAILED/);
    await saveData(t);
    await t.page.route('**/*.kha', (route) => route.abort());
    await t.visit('checkout.html');
    await t.page.evaluate(() => window.KlarnaHelp.article('late-fee'));
    await t.button('Try again').waitFor();
    await t.page.unroute('**/*.kha');
    await t.button('Try again').click();
    await t.app.locator('.kh-article p').nth(1).waitFor();
  },

  'a place that is not there is told to the page, and home is shown': async (t) => {
    t.allow(/Failed to load resource.*404|klarna-help unknown-target/);
    await t.visit('checkout.html');
    await t.page.evaluate(() => {
      window.KlarnaHelp('on', 'error', ({ code }) => (window.said = code));
      window.KlarnaHelp.article('no-such-article');
    });
    await t.heading('How can we help?').waitFor();
    await t.page.waitForFunction(() => window.said === 'unknown-target');
  },
};
