// The errand without a pointer: Tab, Enter, typing, Escape.
import { DESKTOP, Key, same } from '../lib/customer.mjs';

export const name = 'from the checkout to a receipt by keyboard alone';

export async function run(c) {
  await c.session.size(...DESKTOP);
  await c.step('Tab reaches the launcher, Enter opens, and the focus is in the frame', async () => {
    await c.visit('checkout.html');
    await c.part('[part=launcher]');
    for (let i = 0; (await c.panel()).focus !== 'launcher'; i += 1) {
      if (i > 40) throw new Error(`Tab never reaches the launcher; the focus is on ${(await c.panel()).focus}`);
      await c.keys(Key.TAB);
    }
    await c.keys(Key.ENTER);
    await c.heading('How can we help?');
    await c.until('focus in the frame', async () => (await c.panel()).focus === 'iframe');
  });
  await c.step('Tab reaches the search; typing finds; Enter opens a result', async () => {
    await tabTo(c, 'Search help');
    await c.keys('payment declined');
    await c.inApp('//h2[contains(., "result")]');
    await c.keys(Key.DOWN);
    await c.until('a result is marked', () => c.inFrame(() => !!document.querySelector('[role=option][aria-selected=true]')));
    await c.keys(Key.ENTER);
    await c.until('another screen', () => c.inFrame(() => document.querySelector('#app h1')?.textContent !== 'How can we help?'));
  });
  await c.step('Tab and Enter lead to the case form, and through it', async () => {
    await tabTo(c, 'Talk to a person');
    await c.keys(Key.ENTER);
    await c.heading('Talk to a person');
    await tabTo(c, 'Send us a case');
    await c.keys(Key.ENTER);
    await c.heading('Tell us what happened');
    await tabTo(c, 'What is it about?');
    await c.keys('My payment');
    await tabTo(c, 'What happened?');
    await c.keys('Declined, and I do not know why.');
    await tabTo(c, 'Your e-mail');
    await c.keys('ada@example.org', Key.ENTER);
    await c.receipt();
  });
  await c.step('the receipt is read: its heading has the focus; Escape closes', async () => {
    same(await c.inFrame(() => document.activeElement.textContent), 'We have your case', 'the focus');
    await c.keys(Key.ESCAPE);
    await c.closed();
  });
}

/** Presses Tab until the control with this name has the focus in the frame. */
async function tabTo(c, name) {
  let focused = '';
  for (let i = 0; i < 40; i += 1) {
    focused = await c.inFrame(() => {
      const e = document.activeElement;
      return `${e?.getAttribute('aria-label') ?? ''} ${e?.labels?.[0]?.textContent ?? ''} ${e?.textContent ?? ''}`;
    });
    if (focused.includes(name)) return;
    await c.keys(Key.TAB);
  }
  throw new Error(`Tab never reaches ${name}; the focus is on ${focused}`);
}
