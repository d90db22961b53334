// Drives the watched module from the launcher to the first answers, and writes down the functions that ran.
// Called by `cargo xtask split-profile`: split-profile.mjs NAMES LIST
//
// Here: everything a customer can do before the rest of the module has come. What is forgotten here is fetched at once
// when it happens, which is slow and not wrong.
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { launch } from '../../tests/e2e/lib/browser.mjs';
import { World } from '../../tests/e2e/lib/world.mjs';

const [names, list] = process.argv.slice(2);
const known = readFileSync(names, 'utf8').split('\n');
const ran = new Set();

const browser = await launch();
const world = await World.start(browser, tmpdir());
try {
  await desktop(await world.test('profile'));
  await phone(await world.test('profile on a phone'));
  await offline(await world.test('profile without the pack'));
} finally {
  await browser.close();
  await world.stop();
}
writeFileSync(list, `${[...new Set([...ran].map((number) => known[number]))].sort().join('\n')}\n`);
console.log(`${ran.size} of ${known.length} functions ran`);

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
  await collect(t);
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
  await collect(t);
  await t.close();
}

async function phone(t) {
  await t.phone();
  await t.visit('order.html');
  await t.launcher.tap();
  await t.app.locator('h1').waitFor();
  await t.page.waitForTimeout(200);
  await t.page.mouse.wheel(0, 300);
  await collect(t);
  await t.close();
}

async function collect(t) {
  const hits = await t.frame().evaluate(async () => {
    const exports = await window.wasmBindings.default();
    return Object.keys(exports).filter((name) => /^hit\d+$/.test(name) && exports[name].value);
  });
  for (const name of hits) ran.add(Number(name.slice(3)));
}
