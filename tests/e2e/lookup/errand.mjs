// A case found without the device that sent it: case ID, e-mail, and the code from the mail; that case and no other.
import { hears, send } from '../lib/desk.mjs';
import { check, same } from '../lib/world.mjs';

/** A case was sent, and its sender has gone: another visit, which knows nothing. */
async function elsewhere(t) {
  const id = await send(t);
  await t.visit('checkout.html');
  await t.open();
  await t.navigate('contact');
  await t.button(/Find a case by its ID/).click();
  await t.heading('Find your case').waitFor();
  return id;
}

async function askFor(t, id, email) {
  await t.app.getByLabel('Case ID').fill(id);
  await t.app.getByLabel('Your e-mail').fill(email);
  await t.button('Send me a code').click();
  await t.app.getByText('If there is such a case, a code is on its way to you.').first().waitFor();
}

export const tests = {
  'a case ID as it is written down, the address, and the code from the mail show the case': async (t) => {
    const id = await elsewhere(t);
    await t.inspect('look-up');
    await askFor(t, id.toLowerCase().replaceAll('-', ' '), 'ada@example.org');
    await hears(t, 'a code is on its way');
    check(await t.app.getByText(t.portal.mail).isVisible(), 'it says where mail goes');
    await t.inspect('look-up-code');
    const code = await t.portal.code(id);
    const field = t.app.getByLabel('Code');
    same(await field.getAttribute('autocomplete'), 'one-time-code', 'autocomplete');
    same(await field.getAttribute('inputmode'), 'numeric', 'inputmode');
    await field.fill(` ${code.slice(0, 3)} ${code.slice(3)} `);
    await field.press('Enter');
    await t.heading('Your case').waitFor();
    await t.app.locator('.kh-state', { hasText: 'Received' }).waitFor();
    same(await t.app.locator('.kh-case-id strong').innerText(), id, 'case');
    t.portal.reply(id, 'Kim', 'Found you.');
    await t.app.getByText('Found you.').waitFor();
    await t.navigate('cases');
    await t.heading('Your case').waitFor();
  },

  'a wrong code is said at its field, and what is said of a case that is not there is the same': async (t) => {
    t.allow(/status of 404/);
    const id = await elsewhere(t);
    const words = async () => (await t.app.locator('main').innerText()).replace(/\s+/g, ' ');
    await askFor(t, id, 'ada@example.org');
    const there = await words();
    const code = await t.portal.code(id);
    await t.app.getByLabel('Code').fill(code === '123456' ? '654321' : '123456');
    await t.button('Show my case').click();
    await t.app.locator('#kh-code-error', { hasText: 'That code does not work.' }).waitFor();
    await t.inspect('look-up-wrong');
    const wrong = await words();
    await t.button('Change case ID or e-mail').click();
    await askFor(t, 'KH-0000-0000', 'eve@example.org');
    same(await words(), there, 'words for a case that is not there');
    await t.app.getByLabel('Code').fill('123456');
    await t.button('Show my case').click();
    await t.app.locator('#kh-code-error', { hasText: 'That code does not work.' }).waitFor();
    same(await words(), wrong, 'words for its code');
  },

  'what cannot be a case or an address is said at the field, by keyboard, at 320 pixels': async (t) => {
    await t.contextWith({ viewport: { width: 320, height: 640 } });
    await t.visit('checkout.html');
    await t.open();
    await t.navigate('cases');
    await t.button(/Find a case by its ID/).focus();
    await t.page.keyboard.press('Enter');
    await t.heading('Find your case').waitFor();
    await t.app.getByLabel('Case ID').focus();
    await t.page.keyboard.type('KH-12');
    await t.page.keyboard.press('Enter');
    await t.app.getByText('Please check these').waitFor();
    await t.app.locator('#kh-caseId-error', { hasText: 'Enter the whole case ID' }).waitFor();
    await t.app.locator('#kh-email-error', { hasText: 'Enter your e-mail address.' }).waitFor();
    await t.inspect('look-up-faults');
    await t.app.getByRole('button', { name: 'Enter the whole case ID' }).press('Enter');
    check(await t.app.getByLabel('Case ID').evaluate((e) => e === e.ownerDocument.activeElement), 'the fault leads to its field');
  },

  'under pressure the device does a proof of work first, says so, and the same case is sent once': async (t) => {
    t.allow(/status of 428/);
    await t.portal.stop();
    await t.portal.up({ work: 'always' });
    try {
      const asked = [];
      t.page.on('response', (r) => r.url().startsWith(`${t.portal.url}/api/v1/`) && asked.push(`${r.request().method()} ${new URL(r.url()).pathname} ${r.status()}`));
      const before = t.portal.cases('list').split('KH-').length;
      const id = await send(t);
      check(asked.join(', ').includes('POST /api/v1/cases 428, GET /api/v1/challenge 200, POST /api/v1/cases 201'), asked.join(', '));
      same(t.portal.cases('list').split('KH-').length - before, 1, 'cases');
      await t.navigate('contact');
      await t.button(/Find a case by its ID/).click();
      await askFor(t, id, 'ada@example.org');
    } finally {
      // It fetches ahead as long as it is there.
      await t.page.goto('about:blank');
      await t.portal.stop();
      await t.portal.up();
    }
  },
};
