// Host pages that mean harm: they post, steal, frame and listen. What they get: public commands, and nothing a customer wrote.
//
// Not here: pages that are merely careless (hosts), requests made by hand (bad-input).
import { createServer } from 'node:http';
import { check, same } from '../lib/world.mjs';

const SECRETS = ['ada@example.org', 'two jackets and a kettle', /KH-[0-9A-Z]{4}-[0-9A-Z]{4}/];

/** Nothing of what a customer wrote, nor a case ID, stands in what a page got hold of. */
function nothingPersonal(got, what) {
  const text = JSON.stringify(got);
  for (const secret of SECRETS) check(text.search(secret) < 0, `${what} has ${secret}: ${text}`);
}

/** A page on an origin of nobody's. */
function serve(html) {
  return new Promise((resolve) => {
    const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html));
    server.listen(0, '127.0.0.1', () => resolve({ url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() }));
  });
}

/** The address of the frame document. */
const documentOf = (t) => `${t.portal.url}/frame/any/demo-shop/en-GB`;

export const tests = {
  '20,000 wrong messages to the window, the frame and over ports change nothing': async (t) => {
    await t.visit('noise.html');
    await t.launcher.waitFor();
    await t.page.evaluate(() => {
      window.__events = [];
      for (const name of ['ready', 'open', 'close', 'navigate', 'error', 'case-receipt', 'identity-change']) {
        window.KlarnaHelp('on', name, (data) => window.__events.push([name, data]));
      }
    });
    // Before there is a frame: to the window alone.
    await t.page.evaluate(() => window.noise(2_000));
    same(await t.page.evaluate(() => [window.__events, window.KlarnaHelp.info().state]), [[], 'idle'], 'after the first 2,000');
    await t.open();
    await t.app.locator('[data-kh-focus=search]').fill('refund');
    await t.app.getByText(/\d+ results?/).first().waitFor();
    const before = await t.page.evaluate(() => [window.KlarnaHelp.info(), (window.__events = [])]);
    await t.page.evaluate(() => window.noise(18_000));
    // Something of ours goes the same way last: when it has come, all of the noise has.
    await t.page.evaluate(() => window.KlarnaHelp('context', { orderId: 'NW-1', paymentStatus: 'paid' }));
    await t.frame().evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    same(await t.page.evaluate(() => [window.KlarnaHelp.info(), window.__events]), before, 'state and events');
    same(await t.page.evaluate(() => window.answered ?? []), [], 'answers on ports of the page');
    same(await t.app.locator('[data-kh-focus=search]').inputValue(), 'refund', 'what was typed');
    same(await t.page.locator('klarna-help iframe').count(), 1, 'frames');
    await t.navigate('case');
    await t.heading('Tell us what happened').waitFor();
    same(await t.app.getByLabel('Your e-mail').inputValue(), '', 'e-mail');
    same(await t.app.getByLabel('Order number').inputValue(), 'NW-1', "the order number, the page's own");
  },

  'a page that holds the very port sends 3,000 malformed messages: each is dropped, and the app lives': async (t) => {
    // The page's own MessageChannel, so that the port the loader uses is the page's too.
    await t.page.addInitScript(() => {
      const Native = MessageChannel;
      window.__ports = [];
      window.MessageChannel = function () {
        const channel = new Native();
        window.__ports.push(channel.port1);
        return channel;
      };
    });
    t.allow(/locale-unavailable/);
    await t.visit('noise.html');
    await t.open();
    await t.page.evaluate(() => {
      const port = window.__ports.at(-1);
      // The same garbage each time: a failure can be looked at again.
      let seed = 20_417;
      const random = (n) => (seed = (seed * 48_271) % 2_147_483_647) % n;
      const cycle = {};
      cycle.to = cycle;
      const values = [undefined, null, true, 7, 7n, cycle, -1, NaN, '', 'x'.repeat(30_000), [], [1], {}, { to: 1 }, { a: { b: { c: [] } } }, '\ud800', '__proto__'];
      const fields = ['to', 'text', 'context', 'fields', 'token', 'locale', 'pack', 'handover', 'ok', 'storage', '__proto__', 'constructor'];
      const types = ['navigate', 'search', 'prefill', 'identify', 'locale', 'resume', 'theme', 'token', 'rest', 'explode', '', null, 7, {}, 'x'.repeat(30_000)];
      for (let i = 0; i < 3_000; i += 1) {
        const message = { v: [1, 1, 1, 0, 2, '1', null][random(7)], type: types[random(types.length)] };
        // Never a text where one is asked for: every one of these is malformed.
        for (let j = random(4); j > 0; j -= 1) message[fields[random(fields.length)]] = values[random(values.length - 3)];
        if (typeof message.to === 'string' || typeof message.text === 'string') message.v = 2;
        port.postMessage(i % 50 ? message : values[random(values.length)]);
      }
      port.postMessage({ v: 1, type: 'navigate', to: 'contact' });
    });
    await t.heading('Talk to a person').waitFor();
    await t.app.getByText('Send us a case').click();
    await t.heading('Tell us what happened').waitFor();
    same(await t.app.getByLabel('Your e-mail').inputValue(), '', 'e-mail');
  },

  'a page that answers the hello itself gets the public commands and events, and nothing that is written': async (t) => {
    await t.page.addInitScript(() => {
      window.__stolen = [];
      addEventListener(
        'message',
        (event) => {
          if (event.data?.type !== 'hello') return;
          event.stopImmediatePropagation();
          const channel = new MessageChannel();
          channel.port1.onmessage = (e) => window.__stolen.push(e.data);
          event.source.postMessage({ kh: 1, type: 'connect', n: event.data.n, config: {}, context: {} }, event.origin, [channel.port2]);
          window.__port = channel.port1;
        },
        true,
      );
    });
    t.allow(/klarna-help frame-(refused|timeout)/);
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await t.page.evaluate(() => window.KlarnaHelp('open'));
    await t.page.waitForFunction(() => window.__stolen.some((m) => m.type === 'ready'));
    const post = (message) => t.page.evaluate((m) => window.__port.postMessage({ v: 1, ...m }), message);
    await post({ type: 'open' });
    await post({ type: 'navigate', to: 'case' });
    const app = t.frame();
    await app.waitForFunction(() => document.querySelector('#app h1')?.textContent.includes('Tell us'), null, { polling: 100 });
    // The shell still covers the frame, so the customer is played from inside it.
    await app.evaluate(() => {
      const write = (selector, value) => {
        const field = document.querySelector(selector);
        field.value = value;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
      };
      write('select', 'other');
      write('textarea', 'I ordered two jackets and a kettle, and neither came.');
      write('input[type=email]', 'ada@example.org');
    });
    for (const message of [{ type: 'open' }, { type: 'prefill', fields: {} }, { type: 'read' }, { type: 'dump' }, { type: 'logout' }]) await post(message);
    nothingPersonal(await t.page.evaluate(() => window.__stolen), 'what the page got');
    const types = await t.page.evaluate(() => [...new Set(window.__stolen.map((m) => m.type))].sort());
    check(types.every((type) => ['close', 'event', 'failed', 'ready', 'need-token'].includes(type)), `types: ${types}`);
  },

  'a case written and sent leaves nothing personal with the page: no event, message, address or storage': async (t) => {
    await t.page.addInitScript(() => {
      window.__heard = [];
      addEventListener('message', (e) => window.__heard.push(e.data), true);
      const dispatch = EventTarget.prototype.dispatchEvent;
      EventTarget.prototype.dispatchEvent = function (event) {
        if (event.type.startsWith('klarna-help')) window.__heard.push([event.type, event.detail]);
        return dispatch.call(this, event);
      };
    });
    const urls = [];
    t.page.on('request', (r) => urls.push(r.url()));
    await t.visit('checkout.html');
    await t.open();
    await t.navigate('case');
    await t.writeCase('I ordered two jackets and a kettle, and neither came.');
    await t.send();
    await t.receipt();
    await t.button('Follow your case').click();
    await t.app.locator('.kh-state', { hasText: 'Received' }).waitFor();
    const heard = await t.page.evaluate(() => window.__heard);
    check(heard.some((h) => h?.[0] === 'klarna-help:case-receipt'), JSON.stringify(heard));
    nothingPersonal(heard, 'what the page heard');
    nothingPersonal(urls.filter((url) => !url.includes('/api/v1/')), 'addresses');
    check(urls.every((url) => !url.includes('ada@') && !url.includes('ada%40')), 'no e-mail in an address');
    same(await t.page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, ''], 'stored on the page');
  },

  'a site that is not registered cannot frame help, neither itself nor around a registered page': async (t) => {
    t.allow(/frame-ancestors|Refused to frame|Framing|klarna-help|ERR_BLOCKED_BY_RESPONSE/);
    const stranger = t.shop.replace('localhost', '127.0.0.1');
    await t.page.goto(`${stranger}/framing.html`);
    await t.page.waitForLoadState();
    const shown = (frames) => frames.map((f) => f.url()).filter((url) => url.startsWith(t.portal.url));
    same(shown(t.page.frames()), [], 'frames with our document');
    await t.photo('framed-by-a-stranger');
    const around = await serve(`<title>Around</title><iframe src="${t.shop}/checkout.html" width="900" height="700"></iframe>`);
    await t.page.goto(around.url);
    const shop = t.page.frameLocator('iframe');
    await shop.locator('klarna-help [part=launcher]').click();
    await shop.locator('klarna-help [role=alert]').waitFor();
    same(shown(t.page.frames()), [], 'frames with our document, one page further in');
    around.close();
  },

  'the frame document opened by itself shows the plain panel': async (t) => {
    t.allow(/404/); // the browser asks for a favicon, which only a page of its own needs
    t.allow(/can escape its sandboxing/); // of a document that nobody frames, as this one is here
    await t.page.goto(documentOf(t));
    await t.page.getByRole('heading', { name: 'Help could not start' }).waitFor();
    check(await t.page.locator('#help-link').isVisible(), 'a link that works without the app');
    check(await t.page.locator('#failed-close').isHidden(), 'nothing to close');
    await t.photo('by-itself');
  },

  "the frame's headers are the policy: who may frame it, and what it may do": async (t) => {
    const { headers } = await fetch(documentOf(t));
    const policy = Object.fromEntries(headers.get('content-security-policy').split(';').map((d) => d.trim().split(/ (.*)/s)));
    // The origins of portal.toml, and the one that the errands add.
    same(policy['frame-ancestors'].split(' ').sort(), ['http://localhost:8081', t.shop].sort(), 'frame-ancestors');
    same(policy['default-src'], "'none'", 'default-src');
    same(policy['require-trusted-types-for'], "'script'", 'Trusted Types');
    same(policy['trusted-types'], "'none'", 'policies of Trusted Types');
    for (const directive of ['base-uri', 'form-action', 'object-src', 'font-src']) same(policy[directive], "'none'", directive);
    check(!/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|\*|data:|https?:(?!\/\/)/.test(headers.get('content-security-policy')), 'nothing loose');
    const sandbox = policy.sandbox.split(/\s+/);
    // `allow-modals` is what lets a receipt be printed.
    check(sandbox.includes('allow-scripts') && !sandbox.some((s) => /top-navigation|pointer-lock/.test(s)), `sandbox: ${sandbox}`);
    for (const feature of ['camera', 'microphone', 'geolocation', 'payment', 'usb']) {
      check(headers.get('permissions-policy').includes(`${feature}=()`), feature);
    }
    same(headers.get('cross-origin-resource-policy'), 'cross-origin', 'CORP');
    same(headers.get('cross-origin-embedder-policy'), 'require-corp', 'COEP');
    same(headers.get('x-content-type-options'), 'nosniff', 'content type');
    check(/no-referrer|same-origin|strict-origin/.test(headers.get('referrer-policy')), `referrer: ${headers.get('referrer-policy')}`);
    same(headers.get('set-cookie'), null, 'cookies');
  },

  'in the frame Trusted Types are enforced, and it cannot take the customer away from the page': async (t) => {
    t.allow(/TrustedHTML|TrustedScriptURL|TrustedTypePolicy|Unsafe attempt to initiate navigation/);
    await t.visit('checkout.html');
    await t.open();
    const refused = await t.frame().evaluate(() => {
      const tries = {
        html: () => (document.createElement('div').innerHTML = '<b>x</b>'),
        script: () => (document.createElement('script').src = 'https://example.com/x.js'),
        policy: () => trustedTypes.createPolicy('x', {}),
      };
      return Object.entries(tries).filter(([, attempt]) => {
        try {
          attempt();
          return false;
        } catch {
          return true;
        }
      });
    });
    same(refused.map(([name]) => name), ['html', 'script', 'policy'], 'refused');
    same(await t.page.locator('klarna-help iframe').getAttribute('allow'), 'clipboard-write', 'what the page delegates');
    // The frame cannot take the customer away from the checkout.
    const before = t.page.url();
    await t.frame().evaluate(() => {
      try {
        top.location.href = 'https://example.com/';
      } catch {
        // As it should be.
      }
    });
    same(t.page.url(), before, 'the page');
  },
};
