// Inline in a page that is not Klarna's: what is public is drawn in the page, what is personal in a frame.
import { check, same } from '../lib/world.mjs';

const inPage = (t) => t.page.locator('klarna-help .kh-app:visible').first();

/** Opens help and waits until the app is drawn in the page. */
async function open(t) {
  await t.visit('story.html');
  await t.launcher.click();
  await inPage(t).locator('h1').waitFor();
}

export const tests = {
  'search and articles are in the page; a frame is made while the customer reads, and shows nothing yet': async (t) => {
    await open(t);
    const search = inPage(t).locator('[data-kh-focus=search]');
    await search.fill('late fee');
    await inPage(t).getByText(/\d+ results?/).first().waitFor();
    same(await t.page.locator('klarna-help iframe').count(), 0, 'frames before anything is read');
    await inPage(t).locator('.kh-card').first().click();
    await inPage(t).locator('.kh-article, .kh-flow').first().waitFor();
    await t.page.locator('klarna-help iframe').waitFor({ state: 'attached' });
    check(!(await t.page.locator('klarna-help iframe').isVisible()), 'the frame is warmed, not shown');
    await t.photo('article');
  },

  'a case is written in the frame, with what was answered in the page, and arrives': async (t) => {
    await open(t);
    await t.navigate('flow:payment-declined');
    await inPage(t).getByText('Question 1').waitFor();
    for (let i = 0; i < 8 && (await inPage(t).getByText(/Question \d/).count()) > 0; i += 1) {
      const heading = await inPage(t).locator('h1').innerText();
      await inPage(t).locator('.kh-flow section .kh-card').first().click();
      await inPage(t).locator('h1', { hasText: heading }).waitFor({ state: 'detached' }).catch(() => {});
    }
    await inPage(t).getByRole('button', { name: 'Send us your case' }).click();
    await t.heading('Tell us what happened').waitFor();
    check(await t.app.getByText('And the answers you gave').isVisible(), 'the answers went along');
    same(await t.page.locator('klarna-help textarea, klarna-help input[type=email]').count(), 0, 'fields for personal data in the page');
    await t.inspect('case');
    await t.writeCase();
    await t.button('Send').click();
    check(/^KH-/.test(await t.receipt()), 'a case ID');
    await t.page.keyboard.press('Escape');
    await t.panel.waitFor({ state: 'hidden' });
    await t.launcher.click();
    await t.heading('We have your case').waitFor();
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
