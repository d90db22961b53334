// The errand of every customer, and what the page around it does with help: open, search, read, submit, close, destroy.
import { DESKTOP, Key, check, same } from '../lib/customer.mjs';

export const name = 'open, search, read, submit, close, destroy, and init again';

export async function run(c) {
  const { help } = c.world;
  await c.session.size(...DESKTOP);
  await c.step('before intent: one request to the portal, no cookie, nothing stored', async () => {
    await c.visit('checkout.html');
    await c.part('[part=launcher]');
    // Long enough for anything that a page does by itself after it has loaded.
    await new Promise((resolve) => setTimeout(resolve, 800));
    same(help.requests, ['GET /v1/klarna-help.js'], 'requests to the portal');
    same(await c.onPage(() => localStorage.length + sessionStorage.length), 0, 'stored by the page');
    same(await c.onPage(() => document.querySelectorAll('iframe').length), 0, 'frames');
  });

  help.hold(/\.wasm$/);
  await c.step('a press on the launcher opens the shell, with its search field focused', async () => {
    await c.press(() => c.part('[part=launcher]'));
    await c.part('input[type=search]');
    same(await c.panel(), { focus: 'input', open: true }, 'panel');
  });
  await c.step('what is typed into the shell is searched when the app comes', async () => {
    await c.keys('declined');
    await c.photo('desktop-1-shell');
    help.release();
    await c.inApp('//h2[contains(., "result")]');
    same(await c.inFrame(() => document.querySelector('[data-kh-focus=search]').value), 'declined', 'the text');
  });
  await c.step('typing goes on in the app, and finds', async () => {
    await c.until('focus in the frame', async () => (await c.panel()).focus === 'iframe');
    await c.toFrame();
    await c.keys(' payment');
    await c.until('the text', () => c.inFrame(() => document.querySelector('[data-kh-focus=search]').value === 'declined payment'));
    await c.photo('desktop-2-results');
  });
  await c.step('an article is opened and read', async () => {
    await c.press(() => c.inApp('//*[@role="option"][starts-with(@data-kh-item, "article:")]'));
    await c.inApp('//article//li');
    await c.photo('desktop-3-article');
  });
  await c.step('contact, the case form, a case sent: the receipt has its ID', async () => {
    await c.press(() => c.button('Talk to a person'));
    await c.heading('Talk to a person');
    await c.press(() => c.button('Send us a case'));
    await c.sendCase();
    await c.photo('desktop-4-receipt');
  });
  await c.step('Escape in the frame closes; the focus is on the launcher', async () => {
    await c.toFrame();
    await c.keys(Key.ESCAPE);
    await c.closed();
  });
  await c.step('the focused launcher opens by Enter: the receipt is still there', async () => {
    await c.keys(Key.ENTER);
    await c.heading('We have your case');
    await c.until('focus in the frame', async () => (await c.panel()).focus === 'iframe');
  });
  await c.step('the close button closes; the focus is on the launcher', async () => {
    await c.press(() => c.button('Close help'));
    await c.closed();
  });
  await c.step('destroy leaves no element, frame, global, cookie or storage', async () => {
    await c.onPage(() => {
      window.kept = window.KlarnaHelp;
      window.KlarnaHelp('destroy');
    });
    const left = await c.onPage(() => [
      document.querySelectorAll('klarna-help, iframe').length,
      typeof window.KlarnaHelp,
      localStorage.length + sessionStorage.length,
    ]);
    same(left, [0, 'undefined', 0], 'elements, global, stored');
    same([...help.cookies, ...c.world.shop.cookies], [], 'cookies of the whole errand');
    same(await c.driver.manage().getCookies(), [], 'cookies in the browser');
  });
  await c.step('init starts anew', async () => {
    await c.onPage(() => window.kept.init({ clientId: 'demo-shop' }));
    await c.press(() => c.part('[part=launcher]'));
    await c.heading('How can we help?');
    check((await c.panel()).open, 'the panel is open');
  });
}
