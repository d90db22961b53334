// What a hostile or careless host page, and a hand-made request, get.
import { check, same } from '../lib/world.mjs';

export const tests = {
  'a page that posts to the frame is not heard, and unknown commands and context are said': async (t) => {
    t.allow(/klarna-help/);
    await t.visit('checkout.html');
    await t.open();
    // Before the shelf tells what there is, a name that nobody knows is asked for (pieces).
    await t.app.locator('.kh-topic [data-kh-item]').first().waitFor({ state: 'attached' });
    await t.page.evaluate(() => {
      const codes = (window.__codes = []);
      window.KlarnaHelp('on', 'error', (e) => codes.push(e.code));
      const frame = document.querySelector('klarna-help').shadowRoot.querySelector('iframe');
      for (const message of ['x', null, { kh: 1, type: 'connect' }, { v: 1, type: 'navigate', to: 'contact' }]) {
        frame.contentWindow.postMessage(message, '*');
        window.postMessage(message, '*');
      }
      window.KlarnaHelp('explode');
      window.KlarnaHelp('context', { page: 'checkout', cardNumber: '4111111111111111' });
      window.KlarnaHelp('navigate', 'flow:nothing-of-the-kind');
    });
    await t.page.waitForFunction(() => window.__codes.length >= 3);
    const codes = await t.page.evaluate(() => window.__codes);
    same(codes.sort(), ['context-unknown-field', 'unknown-command', 'unknown-target'], 'error codes');
    check(await t.heading('How can we help?').isVisible(), 'the screen is unchanged');
  },

  'a request made by hand gets a typed problem that names the field, and nothing is written': async (t) => {
    await t.visit('checkout.html');
    const count = () => t.portal.cases('list').split('\n').filter((l) => l.includes('KH-')).length;
    const before = count();
    const post = async (body) => {
      const response = await fetch(`${t.portal.url}/api/v1/cases`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const problem = await response.json();
      return [response.status, problem.code, (problem.fields ?? []).map((f) => f.field).join()];
    };
    const good = {
      clientId: 'demo-shop', locale: 'en-GB', market: 'GB', category: 'other',
      description: 'Something happened to my order.', email: 'ada@example.org',
    };
    same(await post('{'), [400, 'malformed-body', 'body'], 'malformed');
    same((await post({ ...good, clientId: 'nobody' })).slice(0, 2), [404, 'unknown-client'], 'client');
    same(await post({ ...good, category: 'parking' }), [422, 'invalid-fields', 'category'], 'category');
    same(await post({ ...good, description: '' }), [422, 'invalid-fields', 'description'], 'empty');
    same(await post({ ...good, description: 'x'.repeat(100_000) }), [422, 'invalid-fields', 'description'], 'long');
    same(await post({ ...good, email: 'ada' }), [422, 'invalid-fields', 'email'], 'email');
    same((await post({ ...good, description: 'x'.repeat(400_000) })).slice(0, 2), [413, 'body-too-large'], 'too large');
    same(count() - before, 0, 'cases written');
  },
};
