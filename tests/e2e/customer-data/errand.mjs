// What a page tells help about its customer: fields filled in, context, identity, consent; and where none of it goes.
//
// Not here: the other commands (sdk).
import { call, events, expectEvents, listen, method, requests } from '../lib/commands.mjs';
import { check, same } from '../lib/world.mjs';

export const tests = {
  'prefill fills what the customer has not written, and reset is a fresh start': async (t) => {
    await t.visit('two-tags.html');
    await t.open();
    await call(t, 'navigate', 'case');
    await t.heading('Tell us what happened').waitFor();
    await t.app.getByLabel('Your e-mail').fill('own@example.org');
    await call(t, 'prefill', { category: 'refund-missing', email: 'ada@example.org', orderId: 'NW-9', description: 'No refund yet.' });
    await t.frame().waitForFunction(() => document.querySelector('#app textarea').value, null, { polling: 50 });
    const form = async () => [
      await t.app.getByLabel('What is it about?').inputValue(),
      await t.app.getByLabel('Your e-mail').inputValue(),
      await t.app.getByLabel('Order number').inputValue(),
      await t.app.getByLabel('What happened?').inputValue(),
    ];
    same(await form(), ['refund-missing', 'own@example.org', 'NW-9', 'No refund yet.'], 'form');
    await method(t, 'reset');
    await t.heading('How can we help?').waitFor();
    await call(t, 'navigate', 'case');
    await t.heading('Tell us what happened').waitFor();
    same(await form(), ['', '', '', ''], 'form after reset');
  },

  'context takes the fields of the list and says which it does not know; null takes one back': async (t) => {
    t.allow(/klarna-help context-unknown-field/);
    await t.visit('two-tags.html');
    await t.launcher.waitFor();
    await t.page.evaluate(() => {
      window.__fields = [];
      window.KlarnaHelp.on('error', ({ code, field }) => window.__fields.push(`${code} ${field}`));
      window.KlarnaHelp.context({ page: 'checkout', paymentStatus: 'declined', cardNumber: '4111', amount: '89', dueDate: 'soon', topic: 'x'.repeat(201) });
    });
    await t.open();
    await t.app.locator('main', { hasText: 'because your payment was declined' }).waitFor(); // what was well formed is used
    const bad = ['amount', 'cardNumber', 'dueDate', 'topic'].map((field) => `context-unknown-field ${field}`);
    await t.page.waitForFunction((n) => window.__fields.length >= n, bad.length);
    same(await t.page.evaluate(() => window.__fields.sort()), bad, 'errors');
    await call(t, 'context', { paymentStatus: null, page: null });
    await t.app.locator('main', { hasNotText: 'because your payment was declined' }).waitFor();
  },

  'an identity token goes over the port, to the API in its header, and nowhere else; logout forgets it': async (t) => {
    // It is no real one.
    t.allow(/status of 401|klarna-help identity-failed/);
    const seen = requests(t);
    await t.page.addInitScript(() => {
      window.__heard = [];
      const dispatch = EventTarget.prototype.dispatchEvent;
      EventTarget.prototype.dispatchEvent = function (event) {
        if (event.type.startsWith('klarna-help')) window.__heard.push([event.type, event.detail]);
        return dispatch.call(this, event);
      };
      const post = Window.prototype.postMessage ?? window.postMessage;
      window.postMessage = (...given) => (window.__heard.push(given), post.apply(window, given));
    });
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await listen(t, ['identity-change', 'error']);
    await t.page.evaluate(() => {
      window.__asked = 0;
      window.KlarnaHelp.identify({ getToken: async () => `secret-token-${(window.__asked += 1)}` });
    });
    await t.open();
    await t.page.waitForFunction(() => window.__asked > 0);
    await call(t, 'identify', { token: 'secret-token-plain' });
    await t.navigate('case');
    await t.writeCase();
    await t.send();
    await t.receipt();
    await t.button('Follow your case').click();
    await t.app.locator('.kh-state', { hasText: 'Received' }).waitFor();
    for (const request of seen) {
      // The one place for it is the header that is for such things, on the way to the API.
      const { authorization = '', ...headers } = await request.allHeaders();
      const all = [request.url(), request.postData() ?? '', JSON.stringify(headers)].join(' ');
      check(!all.includes('secret-token'), `in ${request.url()}`);
      if (authorization.includes('secret-token')) check(request.url().startsWith(`${t.portal.url}/api/v1/`), `sent to ${request.url()}`);
    }
    check(!t.portal.log().includes('secret-token'), 'in the log');
    check(!t.page.frames().some((f) => f.url().includes('secret-token')), 'in the address of a frame');
    check(!(await t.frame().evaluate(() => document.documentElement.outerHTML)).includes('secret-token'), "in the frame's document");
    check(!JSON.stringify(await t.page.evaluate(() => [window.__heard, window.KlarnaHelp.info()])).includes('secret-token'), 'in an event');
    await method(t, 'logout');
    await t.heading('How can we help?').waitFor();
    check(!(await t.app.locator('main').innerText()).includes('KH-'), 'the case is forgotten with the customer');
    const states = (await events(t)).map(([name, data]) => `${name} ${data.state}`);
    check(states.length >= 2 && states[0] === 'identity-change identified' && states.at(-1) === 'identity-change anonymous', `${states}`);
  },

  'a getToken that rejects, or says nothing, is an error, and the customer goes on': async (t) => {
    t.allow(/klarna-help identity-failed|the shop is not well/);
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await listen(t, ['error']);
    await t.page.evaluate(() => void window.KlarnaHelp.identify({ getToken: () => Promise.reject(new Error('the shop is not well')) }));
    await t.open();
    await expectEvents(t, [['error', { code: 'identity-failed' }]], 'errors');
    await t.navigate('contact');
    await t.heading('Talk to a person').waitFor();
  },

  'consent: nothing is stored without the customer, and what was stored goes when the page says no': async (t) => {
    await t.withProfile();
    await t.visit('checkout.html');
    await t.open();
    await listen(t, ['consent-change']);
    const stored = () => t.frame().evaluate(() => localStorage.length + sessionStorage.length);
    await call(t, 'consent', { storage: true, analytics: false });
    same(await stored(), 0, 'stored by consent alone');
    await t.navigate('case');
    await t.writeCase();
    await t.send();
    await t.receipt();
    same(await stored(), 0, 'stored by sending');
    await t.button('Keep this case on this device').click();
    await t.app.getByText('This device now remembers your case.').first().waitFor();
    check((await stored()) > 0, 'kept');
    await method(t, 'consent', { storage: false });
    await t.page.waitForFunction(() => window.__events.length === 2);
    await t.frame().waitForFunction(() => localStorage.length === 0, null, { polling: 50 });
    check(await t.app.getByRole('button', { name: 'Keep this case on this device' }).isHidden(), 'not offered any more');
    same(await events(t), [['consent-change', { storage: true, analytics: false }], ['consent-change', { storage: false, analytics: null }]], 'events');
  },
};
