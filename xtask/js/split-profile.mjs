// Drives the watched module from the launcher to home, and then to what a search finds, and writes down which functions ran
// until then: those of the first part, and those that the part needs which answers a search.
// Called by `cargo xtask split-profile`: split-profile.mjs NAMES FIRST ANSWERS
//
// Here: everything a customer can do before the next part of the module has come. What is forgotten here is fetched at
// once when it happens, which is slow and not wrong.
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { launch } from '../../tests/e2e/lib/browser.mjs';
import { World } from '../../tests/e2e/lib/world.mjs';

const [names, first, answers] = process.argv.slice(2);
const known = readFileSync(names, 'utf8').split('\n');
let ran = new Set();
/** What runs or not with the elements that a page has: the map in which yew keeps an element of each kind compares keys whose hashes are alike. */
const BY_ELEMENTS = /find_or_find_insert_index(::)?<.*web_sys.*Element|String as hashbrown::Equivalent<.*String>/;
/** A text that changes where it stands: which ones do before the next part is there depends on when what comes. */
const BY_TIME = /Node>::set_node_value/;
/** What runs only where somebody opens and closes as often as this does: a map makes room in itself. */
const SELDOM = /RawTableInner>::rehash_in_place/;

const browser = await launch();
const world = await World.start(browser, tmpdir());
try {
  await desktop(await world.test('profile'));
  await phone(await world.test('profile on a phone'));
  await offline(await world.test('profile without the pack'));
  await inline(await world.test('profile in the page'));
  await spoken(await world.test('profile of another language'));
  known.forEach((name, number) => (BY_ELEMENTS.test(name) || BY_TIME.test(name)) && ran.add(number));
  known.forEach((name, number) => SELDOM.test(name) && ran.delete(number));
  const atFirst = ran;
  write(first, atFirst);
  ran = new Set();
  for (const locale of ['en-GB', 'sv-SE', 'de-DE']) await searching(await world.test(`profile of search in ${locale}`), locale);
  await without(await world.test('profile of search without the index'));
  write(answers, new Set([...ran].filter((number) => !atFirst.has(number))));
} finally {
  await browser.close();
  await world.stop();
}

function write(list, functions) {
  writeFileSync(list, `${[...new Set([...functions].map((number) => known[number]))].sort().join('\n')}\n`);
  console.log(`${list}: ${functions.size} of ${known.length} functions`);
}

async function desktop(t) {
  await t.visit('checkout.html');
  await t.open();
  const search = t.app.locator('[data-kh-focus=search]');
  for (const text of ['i paid twice', 'refund', 'xqzw', 'Übergröße 42', '']) {
    await search.fill(text);
    await t.page.waitForTimeout(200);
  }
  await search.pressSequentially('late fe', { delay: 30 });
  await search.press('Backspace');
  await t.page.waitForTimeout(200);
  await t.page.keyboard.press('Escape');
  await t.panel.waitFor({ state: 'hidden' });
  await t.page.evaluate(() => {
    const { KlarnaHelp } = window;
    KlarnaHelp.open();
    KlarnaHelp.context({ page: 'order', orderId: 'NW-1', paymentStatus: 'declined', amount: 100, dueDate: '2026-12-01' });
    KlarnaHelp.suggest();
    KlarnaHelp.theme('dark');
    KlarnaHelp.search('late fee');
    KlarnaHelp.close();
    KlarnaHelp.open();
  });
  await t.page.waitForTimeout(400);
  // Places that only the rest can draw: until it comes there is a title, and a wait or another try.
  const back = t.app.getByRole('button', { name: 'Back' });
  await t.button('Clear search').click();
  await t.app.locator('.kh-card').first().click();
  await t.button('Try again').click();
  await back.click();
  // Now the rest is on its way for good: what is typed waits for it.
  await search.fill('refund');
  await t.app.getByText('Searching…').first().waitFor();
  await t.button('Clear search').click();
  await t.button('Talk to a person').click();
  await back.click();
  await t.page.evaluate(() => {
    const { KlarnaHelp } = window;
    KlarnaHelp.context({ page: 'order', orderId: 'NW-1', paymentStatus: 'declined' });
    KlarnaHelp.identify({ token: 'a.b.c' });
  });
  await t.navigate('case');
  await back.click();
  for (const topic of await t.app.locator('summary').all()) await topic.click();
  await t.app.locator('.kh-bar__close').click();
  await t.panel.waitFor({ state: 'hidden' });
  await t.page.evaluate(() => window.KlarnaHelp.article('payment-declined'));
  await t.app.getByText('Loading…').first().waitFor();
  await t.app.locator('.kh-bar__home').first().click();
  await t.heading('How can we help?').waitFor();
  await t.page.evaluate(() => {
    const { KlarnaHelp } = window;
    KlarnaHelp.prefill({ category: 'refund-missing', email: 'ada@example.org', orderId: 'NW-1', description: 'Where?' });
    KlarnaHelp.consent({ storage: false, analytics: false });
    KlarnaHelp.flow('refund-missing');
  });
  await back.click();
  await t.navigate('case');
  await back.click();
  await collect(t.frame());
  await t.close();
}

/** A page that asks for another language before the rest is there: it is kept until then. */
async function spoken(t) {
  await t.visit('checkout.html');
  await t.launcher.waitFor();
  await t.page.evaluate(() => {
    const { KlarnaHelp } = window;
    KlarnaHelp.open();
    KlarnaHelp.locale('de-DE');
  });
  await t.app.locator('h1').waitFor();
  await t.page.evaluate(() => window.KlarnaHelp.locale('sv-SE'));
  await t.page.waitForTimeout(500);
  await collect(t.frame());
  await t.close();
}

/** In somebody else's page; but for handing the customer over, which few do that early and would cost everybody. */
async function inline(t) {
  for (const to of ['flow:refund-missing', 'contact']) {
    await t.visit('story.html');
    await t.launcher.click();
    const app = t.page.locator('klarna-help .kh-app:visible').first();
    await app.locator('h1').waitFor();
    await app.locator('[data-kh-focus=search]').fill('refund');
    await t.navigate(to);
    await t.page.waitForTimeout(300);
    await collect(t.page);
  }
  await t.close();
}

/** Nothing of the rest can be fetched either: what is said then must be there. */
async function offline(t) {
  await t.page.route('**/*.khp', (route) => route.abort());
  await t.visit('checkout.html');
  await t.launcher.click();
  await t.heading('Help could not be loaded').waitFor();
  await t.page.unroute('**/*.khp');
  await t.button('Try again').click();
  await t.app.locator('[data-kh-focus=search]').waitFor();
  await collect(t.frame());
  await t.close();
}

async function phone(t) {
  await t.phone();
  await t.visit('order.html');
  await t.launcher.tap();
  await t.app.locator('h1').waitFor();
  await t.page.waitForTimeout(200);
  await t.page.mouse.wheel(0, 300);
  await collect(t.frame());
  await t.close();
}

/** What answers a search is there, and the rest never comes. */
async function searching(t, locale) {
  await t.page.addInitScript(() => Object.assign(globalThis, { answersCome: true }));
  await t.visit('checkout.html');
  await t.page.evaluate((tag) => window.KlarnaHelp.locale(tag), locale);
  await t.open();
  const search = t.app.locator('[data-kh-focus=search]');
  const list = t.app.getByRole('listbox');
  const pause = () => t.page.waitForTimeout(300);
  for (const text of [
    ...['klarna', 'i paid twice', 'refudn', 'late fe', 'rückerstattung', 'återbetalning', 'xqzw', 'Übergröße 42', '日本', 'a', ''],
    ...['my refund has not arrived', 'cant log in to app', 'paymnet declned at chekout', 'who is this charge from??', 'bicycle tyre pressure'],
    ...['wann kommt meine Rückzahlung', 'Mahngebür trotz Zahlung', 'när ska jag betala', 'jag har inte fått min vara', 'a b c d e f g h i j k'],
  ]) {
    await search.fill(text);
    await pause();
  }
  await search.pressSequentially('klarna pay', { delay: 30 });
  await list.waitFor();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'End', 'Home', 'ArrowLeft', 'ArrowDown', 'Escape', 'Enter']) {
    await search.press(key);
    await t.page.waitForTimeout(50);
  }
  await list.getByRole('option').first().hover();
  await pause();
  await t.app.locator('h1').hover();
  await pause();
  await search.press('ArrowDown');
  await search.press('Enter');
  const back = t.app.locator('.kh-bar button').first();
  await back.click();
  // A guide, an article, a person, a case.
  for (const text of ['klarna refund', 'klarna']) {
    await search.fill(text);
    await list.waitFor();
    const options = await list.getByRole('option').count();
    for (let place = 0; place < options; place += 1) {
      await list.getByRole('option').nth(place).click();
      await pause();
      await back.click();
      await search.fill(text);
      await list.waitFor();
    }
  }
  await search.fill('xqzw');
  await list.waitFor();
  await search.fill('bicycle tyre pressure');
  await list.waitFor();
  const near = t.app.locator('.kh-near');
  if (await near.count()) {
    await near.locator('summary').click();
    await near.locator('.kh-card').first().click();
    await back.click();
  }
  await t.page.evaluate(() => {
    const { KlarnaHelp } = window;
    KlarnaHelp.context({ page: 'order', orderId: 'NW-1', paymentStatus: 'declined' });
    KlarnaHelp.search('klarna late');
    KlarnaHelp.consent({ storage: true, analytics: true });
  });
  await pause();
  await search.press('ArrowDown');
  await search.press('Enter');
  await back.click();
  await search.fill('');
  for (const topic of await t.app.locator('summary').all()) await topic.click();
  await t.app.locator('.kh-topic .kh-card').first().hover();
  await t.app.locator('.kh-topic .kh-card').first().click();
  await back.click();
  await t.page.evaluate(() => {
    const { KlarnaHelp } = window;
    KlarnaHelp.flow('refund-missing');
    KlarnaHelp.article('no-such-thing');
    KlarnaHelp.open('home');
    KlarnaHelp.locale('sv-SE');
  });
  await pause();
  await t.page.evaluate(() => window.KlarnaHelp.search('klarna'));
  await list.waitFor();
  await collect(t.frame());
  await t.close();
}

/** Neither shelf nor index comes at first; a place asked for before they are there may not be one. */
async function without(t) {
  await t.page.addInitScript(() => Object.assign(globalThis, { answersCome: true }));
  for (const missing of ['**/*.khs', '**/*.khx']) {
    await t.page.route(missing, (route) => route.abort());
    await t.visit('checkout.html');
    await t.open();
    await t.app.locator('[data-kh-focus=search]').fill('late fee');
    await t.button('Try again').waitFor();
    await t.page.unroute(missing);
    await t.button('Try again').click();
    await t.app.getByRole('listbox').waitFor();
    await collect(t.frame());
  }
  await t.visit('checkout.html');
  await t.page.evaluate(() => window.KlarnaHelp.article('no-such-thing'));
  await t.heading('How can we help?').waitFor();
  await collect(t.frame());
  await t.close();
}

/** The functions that ran in a frame or, where the app is in the page itself, in the page. */
async function collect(where) {
  const hits = await where.evaluate(async () => {
    const glue = performance.getEntriesByType('resource').find(({ name }) => /\/assets\/app-\w+\.js$/.test(name));
    const exports = await (await import(glue.name)).default();
    return Object.keys(exports).filter((name) => /^hit\d+$/.test(name) && exports[name].value);
  });
  for (const name of hits) ran.add(Number(name.slice(3)));
}
