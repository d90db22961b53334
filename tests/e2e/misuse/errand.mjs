// What a page says too early, too late, twice or wrongly, and scripts of ours that do not come: nothing throws, nothing is
// told twice, nothing that was set is lost.
//
// Not here: what a page does to help on purpose (hostile, hosts), a network that fails (bad-weather).
import { call, events, listen } from '../lib/commands.mjs';
import { check, same } from '../lib/world.mjs';

const refused = /Failed to load resource|net::ERR_FAILED|klarna-help/;
const info = (t) => t.page.evaluate(() => window.KlarnaHelp.info());
const help = (t, run) => t.page.evaluate(run);

export const tests = {
  'where core.js does not come before there is a panel, a handler hears it and the next command tries again': async (t) => {
    t.allow(refused);
    await t.page.route('**/core.js*', (route) => route.abort());
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await help(t, () => {
      const { KlarnaHelp } = window;
      window.__heard = [];
      window.__not = 0;
      const taken = (data) => (window.__not += 1, data);
      KlarnaHelp.on('open', (error) => window.__heard.push(error)); // has the word in it, and is another event's
      KlarnaHelp.on('error', () => { throw new Error('WRONG: a handler of the page'); });
      KlarnaHelp.on('error', (data) => window.__heard.push(data.code));
      KlarnaHelp.on('error', taken)();
      KlarnaHelp.theme('dark');
    });
    t.allow(/WRONG: a handler/);
    await t.page.waitForFunction(() => window.__heard.length);
    same(await help(t, () => [window.__heard, window.__not]), [['core-failed'], 0], 'heard');
    same((await info(t)).state, 'failed', 'state');
    await t.page.unroute('**/core.js*');
    await call(t, 'open');
    await t.page.locator('klarna-help button', { hasText: /try again/i }).click().catch(() => {});
    await t.app.locator('h1').waitFor();
    same((await info(t)).theme, 'dark', 'what was said in between');
  },

  'a failure is told once, also to who asked before anything was there, and not to who took it back': async (t) => {
    t.allow(/Refused|Framing|frame-ancestors|ERR_BLOCKED|klarna-help|WRONG/);
    const origin = t.shop.replace('localhost', '127.0.0.1');
    await t.page.goto(`${origin}/checkout.html`);
    await t.launcher.waitFor();
    await help(t, () => {
      const { KlarnaHelp } = window;
      window.__heard = [];
      const gone = () => window.__heard.push('taken back');
      KlarnaHelp.on('error', ({ code }) => window.__heard.push(code));
      KlarnaHelp.once('error', ({ code }) => window.__heard.push(`once ${code}`));
      KlarnaHelp.on('error', gone);
      KlarnaHelp.off('error', gone);
      KlarnaHelp.open();
    });
    await t.page.waitForFunction(() => window.__heard.length >= 2);
    await t.page.waitForTimeout(300);
    same(await help(t, () => window.__heard), ['frame-refused', 'once frame-refused'], 'heard');
  },

  'what a page has no value for is not said, and a command that cannot be done takes no other with it': async (t) => {
    t.allow(/bad-argument/);
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await help(t, () => {
      const { KlarnaHelp } = window;
      window.__heard = [];
      KlarnaHelp.on('error', (data) => window.__heard.push(data.field));
      KlarnaHelp.config({ locale: undefined, theme: 'dark' });
      KlarnaHelp.config({ locale: 7 });
      KlarnaHelp.context({ page: 'order' });
      KlarnaHelp.open('article:late-fee');
    });
    await t.app.locator('.kh-article').waitFor();
    const { locale, theme } = await info(t);
    same([locale, theme], ['en-GB', 'dark'], 'configuration');
    same(await help(t, () => window.__heard), ['locale'], 'errors');
  },

  'a language that is not there leaves the one that is, in the page too, and says which it was': async (t) => {
    t.allow(/locale-unavailable/);
    for (const path of ['checkout.html', 'inline.html']) {
      await t.visit(path);
      await t.launcher.waitFor();
      await t.launcher.click();
      await t.page.waitForFunction(() => window.KlarnaHelp.info().state === 'ready');
      const word = await t.launcher.textContent();
      await listen(t, ['error']);
      await call(t, 'locale', 'ja-JP');
      await t.page.waitForFunction(() => window.__events.length);
      same(await events(t), [['error', { code: 'locale-unavailable', field: 'ja-JP' }]], path);
      same([(await info(t)).locale, await t.launcher.textContent()], ['en-GB', word], `${path}: locale and launcher`);
    }
  },

  'another language before anything is loaded leaves a hidden launcher hidden, and one asked for at once leaves help open': async (t) => {
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await call(t, 'hide');
    await t.launcher.waitFor({ state: 'hidden' });
    await call(t, 'locale', 'sv-SE');
    await t.page.waitForFunction(() => document.querySelector('klarna-help').shadowRoot.querySelector('[part=launcher]').textContent === 'Hjälp');
    check(await t.launcher.isHidden(), 'still hidden');
    await help(t, () => {
      const { KlarnaHelp } = window;
      KlarnaHelp.show();
      KlarnaHelp.open();
      KlarnaHelp.locale('de-DE');
    });
    await t.panel.waitFor();
    await t.app.locator('h1').waitFor();
    same((await info(t)).open, true, 'open');
  },

  'the mark of trouble stays when the looks change': async (t) => {
    await t.visit('theme.html');
    await t.launcher.waitFor();
    const marked = () => t.launcher.evaluate((e) => getComputedStyle(e, '::after').content !== 'none');
    await call(t, 'context', { paymentStatus: 'declined' });
    await call(t, 'config', { label: 'Need help?' });
    await t.page.waitForFunction(() => document.querySelector('klarna-help').shadowRoot.querySelector('[part=launcher]').ariaDescription);
    check(await marked(), 'after the first change');
    await call(t, 'theme', 'light');
    await t.page.waitForTimeout(50);
    check(await marked(), 'after the second');
  },

  'theme auto follows the system in the shell and in a card, dark does not': async (t) => {
    await t.page.emulateMedia({ colorScheme: 'dark' });
    await t.visit('inline-elements.html');
    await t.launcher.waitFor();
    const schemes = () =>
      help(t, () => [...document.querySelectorAll('klarna-help')].map((el) => getComputedStyle(el.shadowRoot.querySelector('aside')).colorScheme));
    await t.page.waitForFunction(() => [...document.querySelectorAll('klarna-help')].every((el) => el.shadowRoot?.querySelector('aside')));
    await call(t, 'config', { label: 'Need help?' });
    await t.launcher.filter({ hasText: 'Need help?' }).waitFor();
    check((await schemes()).every((scheme) => scheme === 'light dark'), `nothing said: ${await schemes()}`);
    await call(t, 'theme', 'light');
    await t.page.waitForFunction(() => getComputedStyle(document.querySelector('klarna-help[inline]').shadowRoot.querySelector('aside')).colorScheme === 'light');
    check((await schemes()).every((scheme) => scheme === 'light'), `${await schemes()}`);
    await t.launcher.click();
    await t.page.locator('klarna-help dialog').waitFor();
    await call(t, 'theme', 'auto');
    await t.page.waitForFunction(() => getComputedStyle(document.querySelector('klarna-help[inline]').shadowRoot.querySelector('aside')).colorScheme === 'light dark');
    check((await schemes()).every((scheme) => scheme === 'light dark'), `${await schemes()}`);
  },

  'destroyed while scripts for the page are on their way, nothing of them comes to life': async (t) => {
    await t.page.addInitScript(() => {
      window.__listeners = 0;
      for (const [name, by] of [['addEventListener', 1], ['removeEventListener', -1]]) {
        const native = document[name];
        document[name] = function (type, ...rest) {
          if (type === 'click') window.__listeners += by;
          return native.call(this, type, ...rest);
        };
      }
    });
    for (const [page, script, begin] of [
      ['inline-elements.html', 'elements.js', () => {}],
      ['inline-elements.html', 'core.js', () => {}],
      ['checkout.html', 'commands.js', () => void window.KlarnaHelp.theme('dark')],
    ]) {
      let release;
      const held = new Promise((resolve) => (release = resolve));
      await t.page.route(`**/${script}`, async (route) => {
        await held;
        await route.continue();
      });
      const asked = t.page.waitForRequest((request) => request.url().endsWith(script));
      await t.page.goto(`${t.shop}/${page}`);
      await t.launcher.waitFor();
      await t.page.evaluate(begin);
      await asked;
      const before = await help(t, () => window.__listeners);
      await help(t, () => window.KlarnaHelp.destroy());
      const came = t.page.waitForResponse((response) => response.url().endsWith(script));
      release();
      await came;
      await t.page.waitForTimeout(200);
      const left = await help(t, () => [...document.querySelectorAll('klarna-help')].filter((el) => el.shadowRoot?.firstChild).length);
      same(left, 0, `${script}: elements that are drawn`);
      same(await help(t, () => window.__listeners), before - 1, `${script}: listeners of the document`);
      await t.page.unroute(`**/${script}`);
    }
  },

  'keys that are pressed in the same breath as the launcher are in the search field of help that was ready': async (t) => {
    await t.visit('checkout.html');
    await t.launcher.hover();
    await t.page.waitForFunction(() => window.KlarnaHelp.info().state === 'ready');
    const { x, y, width, height } = await t.launcher.boundingBox();
    const cdp = await t.page.context().newCDPSession(t.page);
    const at = { x: x + width / 2, y: y + height / 2, button: 'left', clickCount: 1 };
    const sent = [cdp.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at }), cdp.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at })];
    for (const text of 'refund') {
      const key = { key: text, code: `Key${text.toUpperCase()}`, windowsVirtualKeyCode: text.toUpperCase().charCodeAt(0) };
      sent.push(cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', text, ...key }), cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key }));
    }
    await Promise.all(sent);
    await t.app.getByText(/\d+ results?/).first().waitFor();
    await t.page.waitForTimeout(300);
    same(await t.app.locator('[data-kh-focus=search]').inputValue(), 'refund', 'what was typed');
  },

  'what the page filled in is there again after the app had to start anew': async (t) => {
    await t.visit('checkout.html');
    await t.open();
    await call(t, 'prefill', { orderId: 'NW-7' });
    await t.frame().evaluate(() => location.reload());
    await t.app.locator('h1').waitFor();
    await t.navigate('case');
    await t.app.getByLabel('What happened').first().waitFor();
    await t.page.waitForTimeout(200);
    const values = await t.frame().evaluate(() => [...document.querySelectorAll('input')].map((input) => input.value));
    check(values.includes('NW-7'), `${values}`);
  },

  'a route that changes without a word to us is told to the app, once each time, and so is going back': async (t) => {
    await t.visit('checkout.html');
    await t.open();
    await help(t, () => {
      window.__suggested = 0;
      const { postMessage } = MessagePort.prototype;
      MessagePort.prototype.postMessage = function (message, ...rest) {
        if (message?.type === 'suggest') window.__suggested += 1;
        return postMessage.call(this, message, ...rest);
      };
    });
    await help(t, () => history.pushState({}, '', '?step=2'));
    await t.page.waitForFunction(() => window.__suggested === 1);
    await t.page.goBack();
    await t.page.waitForFunction(() => window.__suggested === 2);
    check(await t.app.locator('h1').isVisible(), 'help is still there');
  },

  'a frame that reloads itself goes on in the language that was asked for last': async (t) => {
    await t.visit('checkout.html');
    await t.open();
    await help(t, () => window.KlarnaHelp.locale('sv-SE'));
    const swedish = () => t.page.frameLocator('klarna-help iframe').locator('html[lang^=sv]').waitFor({ state: 'attached' });
    await swedish();
    const frame = t.page.frames().find((one) => one.url().includes('/frame/'));
    await Promise.all([frame.waitForNavigation(), frame.evaluate(() => setTimeout(() => location.reload()))]);
    await swedish();
    await t.app.getByRole('heading', { level: 1 }).waitFor();
  },

  'a frame that reloads itself says nothing of a language that the client never had': async (t) => {
    await t.visit('questions.html'); // no widget of its own
    await t.page.evaluate((src) => {
      const script = Object.assign(document.createElement('script'), { src });
      Object.assign(script.dataset, { clientId: 'demo-shop', locale: 'nb-NO' });
      document.head.append(script);
    }, `${t.portal.url}/v1/klarna-help.js`);
    await t.launcher.waitFor();
    await listen(t, ['ready', 'error']);
    await t.open();
    const readies = () => help(t, () => window.__events.filter(([name]) => name === 'ready').length);
    same(await readies(), 1, 'ready');
    await t.frame().evaluate(() => setTimeout(() => location.reload()));
    await t.page.waitForFunction(() => window.__events.filter(([name]) => name === 'ready').length === 2);
    await t.page.waitForTimeout(500);
    same(await events(t), [['ready'], ['ready']], 'events');
  },
};
