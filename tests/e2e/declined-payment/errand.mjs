// A payment was declined: from the checkout page to a durable case and its status.
import { check, same } from '../lib/world.mjs';

export const tests = {
  'a customer finds the guide for this order, sends a case, and follows it until an agent moves it': async (t) => {
    await t.phone();
    await t.visit('checkout.html');
    await t.open();
    const first = t.app.locator('.kh-section .kh-card').first();
    await first.filter({ hasText: 'because your payment was declined' }).click();
    await t.app.getByText('Question 1').waitFor();
    // The first option each time: some path through the guide, whatever its words.
    for (let i = 0; i < 8 && (await t.app.getByText(/Question \d/).count()) > 0; i += 1) {
      const heading = await t.app.locator('h1').innerText();
      await t.app.locator('.kh-flow section .kh-card').first().click();
      await t.app.locator('h1', { hasText: heading }).waitFor({ state: 'detached' }).catch(() => {});
    }
    await t.app.getByRole('heading', { name: 'What happens next' }).waitFor();
    await t.button('Send us your case').click();
    await t.heading('Tell us what happened').waitFor();
    same(await t.app.getByLabel('Order number').inputValue(), 'NW-20417', 'the order number from the page');
    await t.app.getByText('And the answers you gave').click();
    await t.app.getByText('We also send what this page told us').click();
    check((await t.app.locator('.kh-terms').first().innerText()).includes('£89.00'), 'the amount is shown in words');
    await t.app.getByLabel('What happened?').fill('Declined twice. My card 4111 1111 1111 1111 has money on it.');
    await t.app.getByLabel('Your e-mail').fill('ada@example.org');
    await t.app.getByText('We send: •••• 1111').waitFor();
    await t.send();
    const id = await t.receipt();
    check(/^KH-[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(id), id);
    check(/You hear from us by \w+day/.test(await t.app.locator('.kh-lead').innerText()), 'a date is promised');
    await t.button('Follow your case').click();
    await t.app.locator('.kh-state', { hasText: 'Received' }).waitFor();
    const wrote = await t.app.locator('.kh-wrote').innerText();
    check(wrote.includes('•••• 1111') && !wrote.includes('4111'), wrote);
    t.portal.cases('move', id, 'in-review');
    await t.button('Check again').click();
    await t.app.locator('.kh-state', { hasText: 'In review' }).waitFor();
    check(!t.portal.log().includes('ada@example.org'), 'no personal data in the log');
  },

  'a case sent and then a portal killed is there when the portal is back': async (t) => {
    // Its events were being listened to.
    t.allow(/Failed to load resource: net::ERR/);
    await t.visit('checkout.html');
    await t.open();
    await t.navigate('case');
    await t.heading('Tell us what happened').waitFor();
    await t.writeCase();
    await t.send();
    const id = await t.receipt();
    await t.portal.stop('SIGKILL');
    await t.portal.up();
    await t.button('Follow your case').click();
    await t.app.locator('.kh-state', { hasText: 'Received' }).waitFor();
    check(t.portal.cases('list').includes(id), 'an agent sees it too');
  },

  'a case is remembered on this device only when asked, and forgotten when asked': async (t) => {
    await t.withProfile();
    await t.visit('checkout.html');
    await t.open();
    const stored = () => t.frame().evaluate(() => localStorage.length + sessionStorage.length);
    await t.navigate('case');
    await t.writeCase();
    same(await stored(), 0, 'stored while writing');
    await t.send();
    const id = await t.receipt();
    same(await stored(), 0, 'stored after sending');
    await t.button('Keep this case on this device').click();
    await t.app.getByText('This device now remembers your case.').first().waitFor();
    await t.page.reload();
    await t.open();
    await t.button(id).click();
    await t.app.locator('.kh-state', { hasText: 'Received' }).waitFor();
    await t.button('Forget it on this device').click();
    await t.button('Keep this case on this device').waitFor();
    same(await stored(), 0, 'stored after forgetting');
    same((await t.context.cookies()).length, 0, 'cookies');
  },

  'a guide that ends with a person carries its answers into the case, and a failed case is gone on with': async (t) => {
    await t.visit('order.html');
    await t.page.getByRole('button', { name: 'My refund is missing' }).click();
    await t.button("Something else, or I'm not sure").click();
    await t.heading('Talk to us about it').waitFor();
    await t.app.locator('.kh-actions').getByRole('button', { name: 'Talk to a person' }).click();
    await t.button('Send us a case').click();
    await t.heading('Tell us what happened').waitFor();
    same(await t.app.getByLabel('What is it about?').inputValue(), 'refund-missing', 'category');
    check(await t.app.getByText('And the answers you gave').isVisible(), 'the answers go along');
    await t.app.getByLabel('What happened?').fill('half a story');
    await t.button('Talk to a person').click();
    await t.button('Send us a case').click();
    same(await t.app.getByLabel('What happened?').inputValue(), 'half a story', 'the draft');
    check(await t.app.getByText('And the answers you gave').isVisible(), 'the answers are still there');
  },

  'a browser that gives the frame no storage is no obstacle, and the customer is told': async (t) => {
    await t.visit('checkout.html');
    await t.open();
    await t.navigate('case');
    await t.writeCase();
    await t.send();
    await t.receipt();
    await t.button('Keep this case on this device').click();
    await t.app.locator('.kh-note', { hasText: 'did not let us save it' }).waitFor();
  },

  'help mounted inline, in a shadow root of the page, does the same errand': async (t) => {
    await t.visit('inline.html');
    await t.launcher.click();
    const app = t.page.locator('klarna-help .kh-app:visible');
    await app.locator('h1').waitFor();
    same(await t.page.locator('klarna-help iframe').count(), 0, 'frames');
    await t.navigate('case');
    await app.getByLabel('What is it about?').selectOption('other');
    await app.getByLabel('What happened?').fill('I would like to know when to pay.');
    await app.getByLabel('Your e-mail').fill('ada@example.org');
    await app.getByRole('button', { name: 'Send', exact: true }).click();
    await app.getByRole('heading', { name: 'We have your case' }).waitFor();
    await app.getByRole('button', { name: 'Follow your case' }).click();
    await app.locator('.kh-state', { hasText: 'Received' }).waitFor();
    await t.photo('inline');
  },
};
