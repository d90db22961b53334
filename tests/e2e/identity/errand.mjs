// A customer whom the shop vouches for: their cases on any page, for as long as they are signed in, and for nobody else.
import { expectEvents, listen, method } from '../lib/commands.mjs';
import { sendHere } from '../lib/desk.mjs';
import { check, same } from '../lib/world.mjs';

/** The shop's page, where the customer is signed in. */
async function signedIn(t, sub) {
  await t.visit('checkout.html');
  await t.launcher.waitFor();
  await t.page.evaluate((token) => void window.KlarnaHelp.identify({ token }), t.portal.issuer.token(sub));
  await t.open();
}

const cards = (t) => t.app.locator('.kh-card__title', { hasText: /^KH-/ }).allInnerTexts();

export const tests = {
  "a known customer's cases are there on another visit, and gone when they sign out": async (t) => {
    const sub = `ada-${Date.now()}`;
    await signedIn(t, sub);
    const id = await sendHere(t);
    await signedIn(t, sub);
    await t.app.locator('.kh-card', { hasText: id }).first().waitFor();
    await t.navigate('cases');
    await t.heading('Your cases').waitFor();
    same(await cards(t), [id], 'cases');
    await t.inspect('listed');
    await t.app.locator('.kh-card', { hasText: id }).click();
    await t.app.locator('.kh-state', { hasText: 'Received' }).waitFor();
    t.portal.reply(id, 'Kim', 'Hello, whom we know.');
    await t.app.getByText('Hello, whom we know.').waitFor();
    check(await t.button('Keep this case on this device').isHidden(), 'an identity is not stored');
    await method(t, 'logout');
    await t.heading('How can we help?').waitFor();
    await t.navigate('cases');
    await t.heading('Your cases').waitFor();
    same(await cards(t), [], 'after signing out');
  },

  "the shop's account page asks its server for a token once help is opened, and signing out ends it": async (t) => {
    const sub = `alex-${Date.now()}`;
    await signedIn(t, sub);
    const id = await sendHere(t);
    let asked = 0;
    // The shop's server signs with the key of its own start; the portal of these tests knows this one.
    await t.page.route('**/help-token', (route) => ((asked += 1), route.fulfill({ body: t.portal.issuer.token(sub) })));
    await t.visit('account.html');
    await t.launcher.waitFor();
    same(asked, 0, 'tokens asked for before help is opened');
    await t.page.locator('#open-help').click();
    await t.app.locator('.kh-card', { hasText: id }).first().waitFor();
    same(asked, 1, 'tokens asked for');
    await t.button('Close help').click();
    await t.page.locator('#sign-out').click();
    await t.page.getByText('Signed out').waitFor();
    await t.page.locator('#open-help').click();
    await t.navigate('cases');
    await t.heading('Your cases').waitFor();
    same(await cards(t), [], 'after signing out');
    same(asked, 1, 'nobody is asked for once signed out');
  },

  'another customer sees nothing of the first': async (t) => {
    await signedIn(t, `ada-${Date.now()}`);
    const id = await sendHere(t);
    await t.button('Follow your case').click();
    await t.app.locator('.kh-state').waitFor();
    await t.page.evaluate((token) => void window.KlarnaHelp.identify({ token }), t.portal.issuer.token('eve'));
    await t.heading('How can we help?').waitFor();
    await t.navigate('cases');
    await t.heading('Your cases').waitFor();
    same(await cards(t), [], 'of the first');
    // What was said to the first customer's stream reaches nobody.
    t.portal.reply(id, 'Kim', 'For the first.');
    await t.page.locator('klarna-help [part=launcher]:not([data-n])').waitFor({ state: 'attached' });
  },

  'a token that has ended is asked for again, and the customer stays where they are': async (t) => {
    t.allow(/status of 401/);
    const sub = `ada-${Date.now()}`;
    await signedIn(t, sub);
    const id = await sendHere(t);
    let given = 0;
    await t.page.exposeFunction('nextToken', () => t.portal.issuer.token(sub, { age: (given += 1) === 1 ? 600 : 0 }));
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await t.page.evaluate(() => void window.KlarnaHelp.identify({ getToken: () => window.nextToken() }));
    await t.open();
    await t.navigate('cases');
    await t.app.locator('.kh-card', { hasText: id }).first().waitFor();
    same(given, 2, 'tokens');
    await t.heading('Your cases').waitFor();
  },

  'a token that cannot be renewed is an error, and the customer goes on': async (t) => {
    t.allow(/status of 401|klarna-help identity-failed/);
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await listen(t, ['error']);
    await t.page.evaluate((token) => void window.KlarnaHelp.identify({ token }), t.portal.issuer.token('ada', { age: 600 }));
    await t.open();
    await expectEvents(t, [['error', { code: 'identity-failed' }]], 'errors');
    await t.navigate('cases');
    await t.app.getByText('We could not get all of your cases.').waitFor();
    await t.inspect('not-listed');
    await sendHere(t);
    await t.button('Follow your case').click();
    await t.app.locator('.kh-state', { hasText: 'Received' }).waitFor();
  },
};
