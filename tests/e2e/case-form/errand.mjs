// The case form: what is known is filled in, what is hidden is shown and can be undone, what may answer it appears.
import { check, same } from '../lib/world.mjs';

async function form(t) {
  await t.visit('checkout.html');
  await t.open();
  await t.navigate('case');
  await t.heading('Tell us what happened').waitFor();
}

// Offers may have the word in their summary.
const send = (t) => t.app.getByRole('button', { name: 'Send', exact: true });
const IBAN = 'GB82 WEST 1234 5698 7654 32';

export const tests = {
  'a guide fills the form: its date, its evidence, the order; and none of it is asked twice': async (t) => {
    await t.visit('order.html');
    await t.open();
    await t.navigate('flow:refund-missing');
    await t.app.locator('.kh-flow section .kh-card').first().click();
    for (let i = 0; i < 8 && !(await t.button('Send us your case').isVisible()); i += 1) {
      const before = await t.app.locator('.kh-flow').innerText();
      if (await t.app.locator('.kh-ask input[type=date]').isVisible()) {
        await t.app.locator('.kh-ask input').fill('2025-01-02');
        await t.button('Continue').click();
      } else {
        await t.app.locator('.kh-flow section .kh-card').first().click();
      }
      await t.frame().waitForFunction((text) => document.querySelector('.kh-flow')?.innerText !== text, before);
    }
    await t.button('Send us your case').click();
    await t.heading('Tell us what happened').waitFor();
    same(await t.app.getByLabel('The date you sent it back').inputValue(), '2025-01-02', 'the date of the guide');
    same(await t.app.locator('input[type=date]').count(), 1, 'dates asked for');
    same(await t.app.getByLabel('Order number').count(), 1, 'order numbers asked for');
    await t.app.getByLabel('Return receipt or tracking number (optional)').fill('RR 123 456');
    await t.app.getByLabel('What have you tried?').fill('I wrote to the store twice.');
    await t.inspect('from-a-guide');
    await t.app.getByLabel('What happened?').fill('I sent it back and have no money yet.');
    await t.app.getByLabel('Your e-mail').fill('ada@example.org');
    let sent;
    t.page.on('request', (r) => r.method() === 'POST' && r.url().endsWith('/cases') && (sent = r.postDataJSON()));
    await send(t).click();
    await t.receipt();
    same(sent.happenedOn, '2025-01-02', 'date');
    same(sent.tried, 'I wrote to the store twice.', 'tried');
    same(sent.evidence, [{ key: 'return-tracking', note: 'RR 123 456' }], 'evidence');
  },

  'what is hidden is shown with its reason; a wrong one is undone and hidden again, a card never': async (t) => {
    await form(t);
    await t.app.getByLabel('What is it about?').selectOption('refund-missing');
    const text = t.app.getByLabel('What happened?');
    await text.fill(`Please pay to ${IBAN}, not to card 4111 1111 1111 1111.`);
    const masks = t.app.locator('.kh-masks li');
    same(await masks.count(), 2, 'things hidden');
    check((await masks.nth(1).innerText()).includes('always hidden'), 'the card says so');
    same(await masks.nth(1).getByRole('button').count(), 0, 'buttons of the card');
    await t.inspect('masked');
    const undo = t.button('send it as written: A bank account number');
    await undo.focus();
    await t.page.keyboard.press('Enter');
    await t.app.getByText('Sent as you wrote it').waitFor();
    await t.button('Hide it again: A bank account number').click();
    await t.app.getByText('We send: [IBAN').waitFor();
    await t.button('send it as written: A bank account number').click();
    await t.app.getByLabel('Your e-mail').fill('ada@example.org');
    let sent;
    t.page.on('request', (r) => r.method() === 'POST' && r.url().endsWith('/cases') && (sent = r.postDataJSON()));
    await send(t).click();
    await t.receipt();
    check(sent.description.includes(IBAN) && !sent.description.includes('4111'), sent.description);
    same(sent.kept.length, 1, 'kept');
  },

  'help that may answer appears while typing, takes no focus, and the text is there on the way back': async (t) => {
    await form(t);
    await t.app.getByLabel('What happened?').click();
    await t.page.keyboard.type('My payment was declined at the shop ');
    await t.app.getByRole('heading', { name: 'This may answer it' }).waitFor();
    const offered = t.app.locator('.kh-form .kh-card');
    check((await offered.count()) <= 3, 'few');
    same(await t.frame().evaluate(() => document.activeElement.tagName), 'TEXTAREA', 'focus');
    await t.inspect('offers');
    await offered.first().click();
    await t.heading('Tell us what happened').waitFor({ state: 'detached' });
    await t.button('Back').click();
    await t.heading('Tell us what happened').waitFor();
    same(await t.app.getByLabel('What happened?').inputValue(), 'My payment was declined at the shop ', 'text');
  },

  'a date to come and faults are told at their place, by keyboard alone, on the narrowest screen': async (t) => {
    await t.contextWith({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 });
    await form(t);
    await t.writeCase();
    await t.app.getByLabel('When did it happen?').fill('2199-01-01');
    await send(t).focus();
    await t.page.keyboard.press('Enter');
    await t.button('not in the future').focus();
    await t.page.keyboard.press('Enter');
    same(await t.frame().evaluate(() => document.activeElement.id), 'kh-happenedOn', 'focus');
    await t.inspect('faults');
    await t.app.getByLabel('When did it happen?').fill('2025-01-02');
    await t.app.getByRole('heading', { name: 'Please check these' }).waitFor({ state: 'detached' });
    await send(t).focus();
    await t.page.keyboard.press('Enter');
    await t.receipt();
  },
};
