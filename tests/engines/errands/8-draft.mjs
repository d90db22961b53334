// What the device keeps with consent, in a frame of another origin: a draft, the bytes of a file, a case that waits.
import { DESKTOP, same } from '../lib/customer.mjs';
import { PNG } from '../lib/files.mjs';

export const name = 'a draft outlives its page, with a file on its way; so does a case that waits';

export async function run(c) {
  const { help, portal } = c.world;
  const before = portal.ids();
  await c.session.size(...DESKTOP);
  await c.step('the page is loaded anew: the draft is back, and its file goes on by itself', async () => {
    await c.visit('checkout.html');
    await c.press(() => c.part('[part=launcher]'));
    await c.toCaseForm();
    await c.write('payment-declined', 'Declined twice, and I do not know why.');
    await c.agree();
    help.hold(/\/uploads\/./);
    await c.choose('kh-files-', PNG);
    await c.file(PNG, 'Sending');
    await c.visit('checkout.html');
    help.release();
    await c.press(() => c.part('[part=launcher]'));
    await c.toCaseForm();
    await c.inApp('//*[contains(., "It is not sent yet")]');
    same(await (await c.field('What happened?')).getProperty('value'), 'Declined twice, and I do not know why.', 'text');
    await c.file(PNG, 'Attached');
  });
  await c.step('it is sent out of reach of the portal, and the page is left', async () => {
    help.forget();
    await help.away();
    await c.send();
    await c.standing('You may close this page');
    await c.visit('order.html');
    await c.until('no help', () => c.onPage(() => document.readyState === 'complete' && !document.querySelector('klarna-help iframe')));
    await help.back();
    same(portal.ids(), before, 'cases');
  });
  await c.step('help is opened again: the case goes, once, and says so', async () => {
    await c.visit('checkout.html');
    await c.press(() => c.part('[part=launcher]'));
    await c.until('the words', () => c.inFrame(() => [...document.querySelectorAll('[data-kh-live]')].some((e) => e.textContent.includes('Your waiting case was sent'))));
    same(portal.ids().length - before.length, 1, 'new cases');
    same(help.requests.filter((line) => line === 'POST /api/v1/cases').length, 1, 'times it reached the portal');
    await c.until('an empty storage', async () => (await c.stored()) === 0);
  });
}
