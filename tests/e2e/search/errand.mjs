// Finding it in one's own words: letters, arrow keys, slips, nothing found, slow and no network, a narrow screen.
import { check, same } from '../lib/world.mjs';

const field = (t) => t.app.locator('[data-kh-focus=search]');
const options = (t) => t.app.getByRole('option');
const marked = (t) => t.app.locator('[role=option][aria-selected=true]');

async function opened(t) {
  await t.visit('checkout.html');
  await t.launcher.waitFor();
  await t.open();
}

/** The name of what has the focus in the frame. */
const focused = (t) => t.frame().evaluate(() => document.activeElement.getAttribute('data-kh-focus'));

const said = (t) => t.frame().evaluate(() => [...document.querySelectorAll('[data-kh-live]')].map((e) => e.textContent).join(''));

async function hears(t, pattern) {
  for (let i = 0; i < 60; i += 1) {
    if (pattern.test(await said(t))) return;
    await t.page.waitForTimeout(50);
  }
  throw new Error(`never said: ${pattern}; last: ${await said(t)}`);
}

/** The index of results is there. */
async function ready(t) {
  await field(t).fill('refund');
  await options(t).first().waitFor();
  await field(t).fill('');
}

export const tests = {
  'typed, walked with the arrow keys, opened with Enter; Escape goes back step by step': async (t) => {
    await opened(t);
    await ready(t);
    await field(t).click();
    const { keyboard } = t.page;
    await keyboard.type('i was charged twice');
    await options(t).first().waitFor();
    await hears(t, /\d+ results?(, best)?: ./);
    await t.inspect('found');
    await keyboard.press('ArrowDown');
    same(await marked(t).count(), 1, 'marked');
    same(await field(t).getAttribute('aria-activedescendant'), await marked(t).getAttribute('id'), 'the mark');
    same(await focused(t), 'search', 'the focus');
    await t.inspect('marked');
    await keyboard.press('End');
    check((await marked(t).innerText()).includes('Talk to a person'), 'people are last');
    await keyboard.press('Escape');
    same(await marked(t).count(), 0, 'marked after Escape');
    same(await field(t).inputValue(), 'i was charged twice', 'the text after one Escape');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await t.app.locator('.kh-article, .kh-flow').first().waitFor();
    await t.app.getByRole('button', { name: 'Back', exact: true }).click();
    same(await field(t).inputValue(), 'i was charged twice', 'the text after coming back');
    await field(t).click();
    await keyboard.press('Escape');
    same(await field(t).inputValue(), '', 'the text after Escape');
    await keyboard.press('Escape');
    await t.panel.waitFor({ state: 'hidden' });
  },

  'a slip of the finger, an unfinished word and a pressed option lead to the same place': async (t) => {
    await t.phone();
    await opened(t);
    await ready(t);
    for (const text of ['payment declined', 'paymnet declinde', 'payment decl']) {
      await field(t).fill(text);
      await options(t).filter({ hasText: 'Your payment was declined' }).first().waitFor();
    }
    check((await t.app.locator('[role=option] mark').allInnerTexts()).includes('declined'), 'what was completed is marked');
    await options(t).filter({ hasText: 'Your payment was declined' }).first().tap();
    await t.heading('Your payment was declined').waitFor();
  },

  'an option that stays from letter to letter keeps its element, and the list never moves the focus': async (t) => {
    await opened(t);
    await ready(t);
    await field(t).click();
    await t.page.keyboard.type('payment declin');
    const option = options(t).filter({ hasText: 'Your payment was declined' }).first();
    await option.evaluate((e) => (e.__same = true));
    await t.page.keyboard.type('ed', { delay: 40 });
    check(await option.evaluate((e) => e.__same === true), 'drawn anew');
    same(await focused(t), 'search', 'the focus');
  },

  'nothing found is said as it is, and the words go into the case': async (t) => {
    await opened(t);
    await ready(t);
    await field(t).fill('xyzzy plugh');
    await t.app.getByText('We have nothing on this').first().waitFor();
    await hears(t, /We have nothing on this/);
    await t.inspect('nothing');
    same(await options(t).count(), 2, 'options');
    await options(t).filter({ hasText: 'Write to us about this' }).click();
    await t.heading('Tell us what happened').waitFor();
    same(await t.app.getByLabel('What happened?').inputValue(), 'xyzzy plugh', 'the description');
    same(await t.app.getByLabel('What is it about?').inputValue(), '', 'nobody guesses what it is about');
  },

  'none of these: the case is about what the best result is about, and a description stays': async (t) => {
    await opened(t);
    await ready(t);
    await field(t).fill('payment declined');
    await options(t).filter({ hasText: 'Write to us about this' }).click();
    await t.heading('Tell us what happened').waitFor();
    same(await t.app.getByLabel('What is it about?').inputValue(), 'payment-declined', 'the category');
    await t.app.getByLabel('What happened?').fill('A story of my own.');
    await t.navigate('search:i was charged twice');
    await options(t).filter({ hasText: 'Write to us about this' }).click();
    await t.heading('Tell us what happened').waitFor();
    same(await t.app.getByLabel('What happened?').inputValue(), 'A story of my own.', 'the description');
  },

  'what is typed before the index is there waits, says so, and is answered': async (t) => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await t.page.route('**/index.khx', async (route) => {
      await held;
      await route.continue();
    });
    await opened(t);
    await field(t).fill('payment declined');
    await t.app.getByText('Searching…').first().waitFor();
    await hears(t, /Searching/);
    await t.inspect('waiting');
    same(await field(t).getAttribute('aria-expanded'), 'false', 'expanded');
    release();
    await options(t).first().waitFor();
    same(await field(t).inputValue(), 'payment declined', 'the text');
  },

  'without a network, once loaded, every letter is answered': async (t) => {
    t.allow(/Failed to load resource|net::ERR_/);
    await opened(t);
    await ready(t);
    await t.context.setOffline(true);
    await field(t).fill('payment declined');
    await options(t).filter({ hasText: 'Your payment was declined' }).first().waitFor();
    await t.context.setOffline(false);
  },

  'on a screen of 320 pixels nothing is cut off': async (t) => {
    await t.contextWith({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 });
    await opened(t);
    await ready(t);
    await field(t).fill('i was charged twice');
    await options(t).first().waitFor();
    const wide = await t.frame().evaluate(() => document.documentElement.scrollWidth > innerWidth);
    check(!wide, 'something is wider than the screen');
    await t.photo('narrow');
  },

  'searches of before are there with consent, masked, and go when they are told to or with the consent': async (t) => {
    await t.withProfile();
    const kept = () => t.frame().evaluate(() => Object.keys(localStorage).filter((key) => key.includes('recent')));
    await opened(t);
    await ready(t);
    await t.page.evaluate(() => window.KlarnaHelp('consent', { storage: true }));
    await field(t).fill('payment declined 4111 1111 1111 1111');
    await options(t).first().click();
    await t.app.getByRole('button', { name: 'Back', exact: true }).waitFor();
    await opened(t);
    await t.page.evaluate(() => window.KlarnaHelp('consent', { storage: true }));
    await t.app.getByText('Recent searches').first().waitFor();
    await t.inspect('recent');
    check(!(await options(t).first().innerText()).includes('4111 1111'), 'a card is kept');
    await field(t).click();
    await t.page.keyboard.press('ArrowDown');
    await t.page.keyboard.press('Enter');
    check((await field(t).inputValue()).startsWith('payment declined'), 'the text');
    await t.page.keyboard.press('Escape');
    await t.button('Clear recent searches').click();
    await t.app.getByText('Recent searches').first().waitFor({ state: 'detached' });
    same(await kept(), [], 'kept after clearing');
    await field(t).fill('payment declined');
    await options(t).first().click();
    await t.app.locator('.kh-article, .kh-flow').first().waitFor();
    same((await kept()).length, 1, 'kept again');
    await t.page.evaluate(() => window.KlarnaHelp('consent', { storage: false }));
    for (let i = 0; i < 60 && (await kept()).length > 0; i += 1) await t.page.waitForTimeout(50);
    same(await kept(), [], 'kept without consent');
  },
};
