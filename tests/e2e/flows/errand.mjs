// Guides with questions of several kinds, against the portal: what the page told, files, what the host page can do.
//
// Not here: every edge of every guide.
import { call, events, listen } from '../lib/commands.mjs';
import { check, same } from '../lib/world.mjs';

/** A picture of one grey pixel. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==', 'base64');

/** Chooses the option of this place, and waits for what follows. */
async function choose(t, place) {
  const before = await t.app.locator('h1').innerText();
  await t.app.locator('.kh-flow section .kh-card').nth(place).click();
  await t.frame().waitForFunction((text) => document.querySelector('h1')?.innerText !== text, before);
}

const progress = async (t) => (await t.app.locator('.kh-flow section .kh-quiet').first().innerText()).match(/(\d+) of at most (\d+)/).slice(1).map(Number);

export const tests = {
  'a photo added in a guide is in the case, with the order that the page told': async (t) => {
    await t.visit('checkout.html');
    await t.open();
    await t.navigate('flow:goods-damaged');
    await t.app.getByText(/Question 1 of at most/).waitFor();
    const first = await progress(t);
    await choose(t, 0); // broken
    const second = await progress(t);
    same(second[0], 2, 'the number of the question');
    check(second[1] <= first[1], `${second} after ${first}`);
    await choose(t, 4); // the store refused
    await t.button('Continue').click();
    await t.app.getByText('Add a file, or choose the other button.').waitFor();
    await t.app.locator('input[type=file]').first().setInputFiles({ name: 'broken.png', mimeType: 'image/png', buffer: PIXEL });
    await t.app.getByText(/broken\.(png|jpg|webp)/).first().waitFor();
    await t.button('Continue').click();
    await t.app.getByRole('heading', { name: 'What happens next' }).waitFor();
    await t.app.getByText('Told by this page').waitFor();
    await t.app.getByText(/If you send it today, you hear from us by \w+day/).waitFor();
    await t.button('Send us your case').click();
    await t.heading('Tell us what happened').waitFor();
    same(await t.app.getByLabel('Order number').inputValue(), 'NW-20417', 'the order number from the page');
    await t.app.getByText(/broken\.(png|jpg|webp)/).first().waitFor();
  },

  'back and forward keep what was answered, by keyboard': async (t) => {
    await t.visit('checkout.html');
    await t.open();
    await t.navigate('flow:goods-damaged');
    await t.app.getByText(/Question 1 of at most/).waitFor();
    const press = async (name) => {
      await t.app.getByRole('button', { name, exact: true }).focus();
      await t.page.keyboard.press('Enter');
    };
    const option = await t.app.locator('.kh-flow section .kh-card').nth(1).innerText();
    await choose(t, 1);
    await press('Back');
    await t.app.locator('.kh-card', { hasText: 'Your answer' }).filter({ hasText: option }).waitFor();
    await press('Keep this answer');
    await t.app.getByText(/Question 2 of at most/).waitFor();
    await t.app.locator('dd', { hasText: option }).waitFor();
  },

  'what the page can do is a button where the outcome offers it, and its press is told to the page': async (t) => {
    await t.visit('checkout.html');
    await t.page.waitForFunction(() => window.KlarnaHelp?.info);
    await call(t, 'config', { actions: ['retry-payment'] });
    await listen(t, ['flow-outcome']);
    await t.open();
    await t.navigate('flow:payment-declined');
    await t.app.getByText(/Question 1 of at most/).waitFor();
    await choose(t, 2); // the bank's check did not work
    await t.button('Try the payment again').click();
    await t.page.waitForFunction(() => window.__events.length === 2);
    const told = { slug: 'payment-declined', outcome: 'approve-with-bank' };
    same(await events(t), [['flow-outcome', told], ['flow-outcome', { ...told, action: 'retry-payment' }]], 'events');
  },
};
