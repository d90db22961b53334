// The commands a page has: each in both forms, before and after the script is there.
//
// Not here: what the page tells about the customer (customer-data), events (events), how configured looks look (looks),
// destroy and what it leaves (lifecycle).
import { call, events, expectEvents, listen, method, requests } from '../lib/commands.mjs';
import { check, same } from '../lib/world.mjs';

/** A page's queueing stub, with commands in it, before anything else of the page runs. */
const queued = (t, commands) =>
  t.page.addInitScript((commands) => {
    if (top !== self) return;
    window.__events = [];
    window.KlarnaHelp = Object.assign((...call) => window.KlarnaHelp.q.push(call), { q: [] });
    window.KlarnaHelp('on', 'error', (e) => window.__events.push(['error', e]));
    for (const command of commands) window.KlarnaHelp(...command);
  }, commands);

const PLACES = [
  [['channels'], 'Talk to a person'],
  [['article', 'payment-declined'], 'Your payment was declined'],
  [['navigate', 'case'], 'Tell us what happened'],
  [['cases'], 'Your cases'],
  [['navigate', 'contact'], 'Talk to a person'],
  [['open', 'article:payment-declined'], 'Your payment was declined'],
  [['open', 'cases'], 'Your cases'],
  [['navigate', 'home'], 'How can we help?'],
];

async function places(t, form) {
  await t.visit('checkout.html');
  await t.launcher.waitFor();
  for (const [command, heading] of PLACES) {
    await form(t, ...command);
    await t.heading(heading).waitFor();
  }
  await form(t, 'flow', 'refund-missing');
  await t.app.getByText('Question 1').waitFor();
  await form(t, 'search', 'where is my refund');
  await t.app.getByText(/\d+ results?/).first().waitFor();
  same(await t.app.locator('[data-kh-focus=search]').inputValue(), 'where is my refund', 'the text');
  await form(t, 'close');
  await t.panel.waitFor({ state: 'hidden' });
  await form(t, 'toggle');
  await t.panel.waitFor();
  await form(t, 'toggle');
  await t.panel.waitFor({ state: 'hidden' });
  await form(t, 'hide');
  await t.launcher.waitFor({ state: 'hidden' });
  await form(t, 'open');
  await t.panel.waitFor();
  await form(t, 'close');
  check(await t.launcher.isHidden(), 'still hidden');
  await form(t, 'show');
  await t.launcher.waitFor();
}

/** The names of the commands, as the specification has them. */
const COMMANDS =
  'init destroy ready open close toggle show hide navigate search suggest article flow context prefill reset identify logout cases channels consent config locale theme attach on once off info diagnose'.split(' ');

export const tests = {
  'each place and each state opens by the function form': (t) => places(t, call),

  'each place and each state opens by the method form': (t) => places(t, method),

  'every command is there as a method, before the app and after': async (t) => {
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    const missing = () => t.page.evaluate((names) => names.filter((name) => typeof window.KlarnaHelp[name] !== 'function'), COMMANDS);
    same(await missing(), [], 'missing before');
    await t.open();
    same(await missing(), [], 'missing after');
    same(await t.page.evaluate(async () => (await Promise.resolve(window.KlarnaHelp)) === window.KlarnaHelp), true, 'it is not taken for a promise');
  },

  'commands queued before the script are done in their order, and load nothing that they do not need': async (t) => {
    const seen = requests(t);
    await queued(t, [
      ['context', { page: 'order', orderState: 'refund_pending' }],
      ['context', { page: 'checkout', orderId: 'NW-7', paymentStatus: 'paid' }],
      ['context', { paymentStatus: 'declined' }],
      ['prefill', { email: 'ada@example.org', description: 'The lantern came without oil.' }],
      ['identify', { token: t.portal.issuer.token('ada') }],
      ['consent', { analytics: false }],
      ['theme', 'dark'],
      ['config', { label: 'Ask' }],
      ['suggest'],
      ['hide'],
      ['show'],
    ]);
    await t.visit('two-tags.html');
    await t.launcher.waitFor();
    await t.page.waitForLoadState();
    await t.launcher.filter({ hasText: 'Ask' }).waitFor();
    await t.page.waitForTimeout(300);
    same(await t.page.locator('iframe').count(), 0, 'frames');
    check(seen.every((r) => !r.url().includes('/frame/') && !r.url().endsWith('.wasm')), `requests: ${seen.map((r) => r.url())}`);
    await t.open();
    await t.app.locator('.kh-section .kh-card').first().filter({ hasText: 'because your payment was declined' }).waitFor(); // the last context
    await call(t, 'navigate', 'case');
    same(await t.app.getByLabel('Your e-mail').inputValue(), 'ada@example.org', 'e-mail');
    same(await t.app.getByLabel('What happened?').inputValue(), 'The lantern came without oil.', 'words');
    same(await t.app.getByLabel('Order number').inputValue(), 'NW-7', 'order');
    same(await events(t), [], 'errors');
  },

  'a place queued before the script opens help there': async (t) => {
    await queued(t, [['open', 'article:payment-declined']]);
    await t.visit('two-tags.html');
    await t.heading('Your payment was declined').waitFor();
  },

  'commands that need no app load none': async (t) => {
    const seen = requests(t);
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await t.page.evaluate(() => {
      const help = window.KlarnaHelp;
      help.context({ orderId: 'NW-1' });
      help.prefill({ email: 'ada@example.org' });
      help.suggest({ page: 'order' });
      help.identify({ token: 'secret-token' });
      help.logout();
      help.reset();
      help.consent({ storage: true });
      help.config({ label: 'Ask' });
      help.theme('light');
      help.locale('en-GB');
      help.hide();
      help.show();
      help.close();
      const off = help.on('open', () => {});
      off();
      help.once('open', () => {});
      help.off('open');
      help.attach('h1', 'contact')();
      void help.ready();
      help.info();
    });
    await t.page.waitForTimeout(300);
    same(await t.page.locator('iframe').count(), 0, 'frames');
    check(seen.every((r) => !r.url().includes('/frame/') && !r.url().endsWith('.wasm')), `requests: ${seen.map((r) => r.url())}`);
    same(await t.page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, ''], 'stored');
  },

  'ready resolves and calls back, before the app, after it, and in the function form': async (t) => {
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    const order = await t.page.evaluate(async () => {
      const order = [];
      const early = window.KlarnaHelp('ready', () => order.push('early'));
      window.KlarnaHelp.open();
      await early;
      await window.KlarnaHelp.ready(() => order.push('late'));
      await window.KlarnaHelp('ready');
      return order;
    });
    same(order, ['early', 'late'], 'order');
  },

  'locale before the app speaks in the shell; a language that is not offered is said, and the present one stays': async (t) => {
    t.allow(/klarna-help locale-unavailable/);
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await call(t, 'locale', 'sv-SE');
    await t.launcher.filter({ hasText: 'Hjälp' }).waitFor();
    await method(t, 'locale', 'en-GB');
    await t.launcher.filter({ hasText: 'Help' }).waitFor();
    await t.open();
    await listen(t, ['error']);
    await call(t, 'locale', 'ja-JP');
    await expectEvents(t, [['error', { code: 'locale-unavailable', field: 'ja-JP' }]], 'errors');
    check(await t.heading('How can we help?').isVisible(), 'the present one');
  },

  'what cannot be done is an error that names it, and nothing throws': async (t) => {
    t.allow(/klarna-help (unknown-command|bad-argument|unknown-target)/);
    await t.visit('checkout.html');
    await t.open();
    // Before the shelf tells what there is, a name that nobody knows is asked for.
    await t.app.locator('.kh-topic [data-kh-item]').first().waitFor({ state: 'attached' });
    await listen(t, ['error']);
    const thrown = await t.page.evaluate(() => {
      const help = window.KlarnaHelp;
      const tries = [
        () => help('explode'),
        () => help('navigate'),
        () => help.article(),
        () => help.search(7),
        () => help.prefill({ phone: '1' }),
        () => help.identify(),
        () => help('constructor'),
        () => help(undefined),
        () => help.navigate('flow:nothing-of-the-kind'),
        () => help.consent(),
        () => help.config(),
        () => help.context(),
        () => help.attach(),
        () => help.attach('###', 'home'),
        () => help.on(),
      ];
      return tries.flatMap((attempt) => {
        try {
          attempt();
          return [];
        } catch (error) {
          return [`${attempt}: ${error}`];
        }
      });
    });
    same(thrown, [], 'thrown');
    await t.page.locator('h1').click();
    await t.page.waitForFunction(() => window.__events.some(([, { code }]) => code === 'unknown-target')); // the app's word
    const codes = (await events(t)).map(([, { code, field }]) => `${code} ${field ?? ''}`.trim());
    for (const code of ['unknown-command explode', 'unknown-command constructor', 'unknown-target']) check(codes.includes(code), `${code} in ${codes}`);
    check(codes.filter((code) => code.startsWith('bad-argument')).length >= 4, `${codes}`);
    check(await t.app.locator('h1').isVisible(), 'the app is there');
  },

  'attach makes elements of the page open a place, also ones that come later, until it is undone': async (t) => {
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await t.page.evaluate(async () => {
      window.__undo = [window.KlarnaHelp.attach('.quiet', 'contact'), window.KlarnaHelp('attach', document.querySelector('h1'), 'article:payment-declined')];
      await window.KlarnaHelp('show'); // done in their order: when this is, those are
    });
    await t.page.locator('h1').click();
    await t.heading('Your payment was declined').waitFor();
    await t.page.evaluate(() => {
      const late = document.createElement('button');
      late.className = 'quiet late';
      late.textContent = 'Later';
      document.querySelector('.masthead > div').append(late);
    });
    await t.page.locator('.late').click();
    await t.heading('Talk to a person').waitFor();
    await call(t, 'close');
    await t.panel.waitFor({ state: 'hidden' });
    await t.page.evaluate(() => window.__undo.forEach((undo) => undo()));
    await t.page.locator('.late').click();
    await t.page.locator('h1').click();
    await t.page.waitForTimeout(150);
    check(await t.panel.isHidden(), 'undone');
  },

  'info says what is loaded and how, and init while it runs changes nothing': async (t) => {
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    const info = () => t.page.evaluate(() => window.KlarnaHelp.info());
    const { version, ...rest } = await info();
    const known = { clientId: 'demo-shop', locale: 'en-GB', environment: 'production', mount: 'frame' };
    const pick = (given) => Object.fromEntries(Object.keys(known).map((key) => [key, given[key]]));
    // What the tag did not say is known when help is wanted.
    same(pick(rest), { ...known, environment: rest.environment, mount: rest.mount }, 'before');
    check(/^[\w.-]*[0-9a-f]{12}$/.test(version), version);
    same([rest.state, rest.open], ['idle', false], 'before');
    await t.open();
    await call(t, 'init', { clientId: 'another' });
    const after = await info();
    same([pick(after), after.state, after.open], [known, 'ready', true], 'after');
  },
};
