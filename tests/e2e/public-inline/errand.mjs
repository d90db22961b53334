// Inline in a page that is not Klarna's: what is public is drawn in the page, what is personal in a frame.
import { events, listen } from '../lib/commands.mjs';
import { check, same } from '../lib/world.mjs';

const FRAME = '**/frame/**';
const frames = (t) => t.page.locator('klarna-help iframe');
const inPage = (t) => t.page.locator('klarna-help .kh-app:visible').first();

/** Opens help and waits until the app is drawn in the page. */
async function open(t) {
  await t.visit('story.html');
  await t.launcher.click();
  await inPage(t).locator('h1').waitFor();
}

/** Walks a guide in the page to its end, and asks for a person there. */
async function answer(t) {
  await t.navigate('flow:payment-declined');
  await inPage(t).getByText('Question 1').waitFor();
  for (let i = 0; i < 8 && (await inPage(t).getByText(/Question \d/).count()) > 0; i += 1) {
    const heading = await inPage(t).locator('h1').innerText();
    await inPage(t).locator('.kh-flow section .kh-card').first().click();
    await inPage(t).locator('h1', { hasText: heading }).waitFor({ state: 'detached' }).catch(() => {});
  }
  await inPage(t).getByRole('button', { name: 'Send us your case' }).click();
}

/** Opens an article while no frame can be had, and waits until the one that was made has been given up. */
async function readWithoutFrame(t) {
  t.allow(/Failed to load resource/);
  await t.page.route(FRAME, (route) => route.abort());
  await open(t);
  await listen(t, ['error']);
  await t.navigate('article:payment-declined');
  await frames(t).waitFor({ state: 'attached' });
  await frames(t).waitFor({ state: 'detached' });
}

export const tests = {
  'search and articles are in the page; a frame is made while the customer reads, and shows nothing yet': async (t) => {
    await open(t);
    const search = inPage(t).locator('[data-kh-focus=search]');
    await search.fill('late fee');
    await inPage(t).getByText(/\d+ results?/).first().waitFor();
    same(await frames(t).count(), 0, 'frames before anything is read');
    await inPage(t).locator('.kh-card').first().click();
    await inPage(t).locator('.kh-article, .kh-flow').first().waitFor();
    await frames(t).waitFor({ state: 'attached' });
    check(!(await frames(t).isVisible()), 'the frame is warmed, not shown');
    await t.photo('article');
  },

  'a case is written in the frame, with what was answered in the page, and arrives': async (t) => {
    await open(t);
    await answer(t);
    await t.heading('Tell us what happened').waitFor();
    check(await t.app.getByText('And the answers you gave').isVisible(), 'the answers went along');
    same(await t.page.locator('klarna-help textarea, klarna-help input[type=email]').count(), 0, 'fields for personal data in the page');
    await t.inspect('case');
    await t.writeCase();
    await t.send();
    check(/^KH-/.test(await t.receipt()), 'a case ID');
    await t.page.keyboard.press('Escape');
    await t.panel.waitFor({ state: 'hidden' });
    await t.launcher.click();
    await t.heading('We have your case').waitFor();
  },

  'a frame that cannot be had while the customer reads is not their business, and is made anew for the handover': async (t) => {
    await readWithoutFrame(t);
    check(await inPage(t).locator('.kh-article ol').first().isVisible(), 'the article is readable');
    same(await t.page.locator('klarna-help [role=alert]').count(), 0, 'alerts');
    same(await events(t), [], 'errors');
    await t.page.unroute(FRAME);
    await answer(t);
    await t.heading('Tell us what happened').waitFor();
    check(await t.app.getByText('And the answers you gave').isVisible(), 'the answers went along');
    same(await frames(t).count(), 1, 'frames');
  },

  'a frame that cannot be had at the handover is said, and each retry hands over again, with the answers': async (t) => {
    await readWithoutFrame(t);
    t.allow(/klarna-help frame-refused/);
    await answer(t);
    const alert = t.page.locator('klarna-help [role=alert]');
    const retry = t.page.locator('klarna-help [part=shell]').getByRole('button', { name: 'Try again' });
    await alert.waitFor();
    check(await t.page.locator('klarna-help [part=shell] a').first().isVisible(), 'another way');
    await t.inspectHost('refused');
    await retry.click();
    await alert.waitFor({ state: 'detached' });
    await alert.waitFor();
    same((await events(t)).map(([, { code }]) => code), ['frame-refused', 'frame-refused'], 'errors');
    await t.page.unroute(FRAME);
    await retry.click();
    await t.heading('Tell us what happened').waitFor();
    check(await t.app.getByText('And the answers you gave').isVisible(), 'the answers went along');
    check(await t.page.locator('klarna-help [part=shell]').isHidden(), 'the failure is gone');
  },

  'a frame that is not ready for the handover is waited for in the shell, and gets the focus': async (t) => {
      let release;
    const held = new Promise((resolve) => (release = resolve));
    await t.page.route(FRAME, async (route) => {
      await held;
      await route.continue();
    });
    await open(t);
    await answer(t);
    await t.page.locator('klarna-help [role=status]', { hasText: 'Loading' }).waitFor();
    release();
    await t.heading('Tell us what happened').waitFor();
    await t.page.waitForFunction(() => document.activeElement.shadowRoot?.activeElement?.localName === 'iframe');
  },

  'after the handover the places that the page names open in the frame': async (t) => {
    await open(t);
    await answer(t);
    await t.heading('Tell us what happened').waitFor();
    await t.navigate('article:payment-declined');
    await t.heading('Your payment was declined').waitFor();
    same(await inPage(t).count(), 0, 'apps to be seen in the page');
  },

  "the page's own scripts cannot send a case in the customer's name": async (t) => {
    t.allow(/Failed to load resource/);
    await t.visit('story.html');
    const answer = await t.page.evaluate(async (portal) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
      return fetch(`${portal}/api/v1/cases`, { method: 'POST', headers, body: JSON.stringify({ clientId: 'demo-blog', locale: 'en-GB', market: 'GB', environment: 'production', category: 'other', description: 'Not from the customer at all.', email: 'ada@example.org', orderId: '', flow: '', answers: [], context: {} }) }).then((r) => r.status, () => 'refused');
    }, t.portal.url);
    // (This origin is also that of a client which is Klarna's own, or the page could not even read the answer.)
    same(answer, 403, 'a post from the page');
  },
};
