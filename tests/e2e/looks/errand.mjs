// How help looks where a page asks for it: theme, launcher, side, elements in the page, links of the page's own.
//
// Not here: what a page does to help without asking (hosts), the app's own screens (screens).
import { call, requests } from '../lib/commands.mjs';
import { check, same, PHONE, DESKTOP } from '../lib/world.mjs';

const style = (locator, ...names) => locator.evaluate((e, names) => names.map((name) => getComputedStyle(e)[name]), names);

/** How light a computed colour is, 0 to 1. */
function light(colour) {
  const [r, g, b] = colour.match(/[\d.]+/g).map(Number);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}

const appBackground = (t) => t.frame().evaluate(() => getComputedStyle(document.querySelector('#app .kh-app') ?? document.body).backgroundColor);

/** Waits until the app's ground is dark, or light. */
async function ground(t, dark) {
  const until = Date.now() + 3_000;
  while (light(await appBackground(t)) < 0.5 !== dark) {
    check(Date.now() < until, `the app is ${await appBackground(t)}`);
    await t.page.waitForTimeout(50);
  }
}

export const tests = {
  'trouble with a payment is a quiet mark on the launcher, once, and costs no request': async (t) => {
    await t.visit('theme.html');
    await t.launcher.waitFor();
    const say = (facts) => call(t, 'context', facts);
    const marked = () => t.launcher.evaluate((e) => getComputedStyle(e, '::after').content !== 'none');
    await say({ paymentStatus: 'pending' });
    check(!(await marked()), 'a payment on its way is no trouble');
    const seen = requests(t);
    const before = await t.launcher.boundingBox();
    await say({ paymentStatus: 'declined' });
    check(await marked(), 'a declined payment is');
    same(await t.launcher.boundingBox(), before, 'nothing moves');
    await t.page.waitForTimeout(100);
    same(seen.length, 0, 'requests');
    same(await t.launcher.evaluate((e) => e.ariaExpanded), 'false', 'the launcher says');
    check(!(await t.panel.count()), 'nothing opens by itself');
    await t.photo('trouble');
    await t.open();
    check(!(await marked()), 'help was opened');
    await t.page.evaluate(() => window.KlarnaHelp.close());
    await say({ paymentStatus: 'declined' });
    await t.page.waitForTimeout(50);
    check(!(await marked()), 'the same trouble is not told of twice');
    await say({ errorCode: '3ds_failed' });
    await t.page.waitForFunction((e) => getComputedStyle(e, '::after').content !== 'none', await t.launcher.elementHandle());
    same(await t.launcher.evaluate((e) => e.ariaDescription), 'About your payment', 'what a screen reader adds');
    await say({ paymentStatus: 'paid', errorCode: null });
    await t.page.waitForFunction((e) => getComputedStyle(e, '::after').content === 'none', await t.launcher.elementHandle());
    same(await t.launcher.evaluate((e) => e.ariaDescription), null, 'when it is over');
  },

  "attributes, custom properties and parts give launcher, panel and app the shop's look": async (t) => {
    await t.visit('theme.html');
    const box = await t.launcher.boundingBox();
    same([box.x, Math.round(DESKTOP.height - box.y - box.height)], [32, 32], 'offset from the left and from below');
    check(box.width <= 64, `an icon is ${box.width} wide`);
    same(await t.page.getByRole('button', { name: 'Help', exact: true }).count(), 1, 'the icon has a name');
    same(await style(t.launcher, 'backgroundColor', 'color', 'borderTopWidth', 'borderTopLeftRadius'), ['rgb(143, 214, 176)', 'rgb(16, 32, 26)', '2px', '6px'], 'launcher');
    const over = await t.page.evaluate(([x, y]) => document.elementFromPoint(x, y).className, [box.x + 5, DESKTOP.height - 5]);
    same(over, 'banner', "the shop's banner, with a higher z-index, lies over");
    await t.photo('launcher');
    await t.open();
    const panel = await t.panel.boundingBox();
    check(panel.x <= 40, `the panel is at ${panel.x}`);
    same(await style(t.panel, 'outlineColor', 'outlineWidth', 'borderTopLeftRadius'), ['rgb(143, 214, 176)', '2px', '6px'], 'panel');
    await ground(t, true);
    await t.navigate('case');
    await t.heading('Tell us what happened').waitFor();
    same(await style(t.sendButton, 'backgroundColor', 'color'), ['rgb(143, 214, 176)', 'rgb(16, 32, 26)'], 'a main button of the app');
    await t.inspect('case');
    await t.page.setViewportSize(PHONE);
    await t.photo('case');
  },

  'the theme follows the system, and a command overrides it, before and after the app is there': async (t) => {
    await t.page.emulateMedia({ colorScheme: 'dark' });
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await t.page.evaluate(() => window.KlarnaHelp('theme', 'light'));
    await t.open();
    await ground(t, false);
    await t.page.evaluate(() => window.KlarnaHelp.theme('dark'));
    await ground(t, true);
    await t.page.evaluate(() => window.KlarnaHelp('config', { theme: 'auto' }));
    await ground(t, true);
    await t.page.emulateMedia({ colorScheme: 'light' });
    await ground(t, false);
  },

  'a colour that is none is not taken, and words in one are not styles': async (t) => {
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await t.page.evaluate(() => {
      const { style } = document.querySelector('klarna-help');
      style.setProperty('--kh-accent', 'red; } body { display: none } x {');
      style.setProperty('--kh-radius', 'url(https://example.com/x)');
      style.setProperty('--kh-font', 'expression(alert(1))');
    });
    await t.open();
    await t.navigate('case');
    await t.heading('Tell us what happened').waitFor();
    const [colour] = await style(t.sendButton, 'backgroundColor');
    check(colour !== 'rgb(255, 0, 0)' && light(colour) > 0, colour);
    check(!(await t.frame().evaluate(() => document.documentElement.cloneNode().outerHTML)).includes('example.com'), 'nothing of it in the frame');
  },

  'in forced colours launcher, panel and field have an edge': async (t) => {
    await t.page.emulateMedia({ forcedColors: 'active' });
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    const edge = async (locator, what) => {
      const [width, borderStyle, colour, background] = await style(locator, 'borderTopWidth', 'borderTopStyle', 'borderTopColor', 'backgroundColor');
      check(parseFloat(width) >= 1 && borderStyle !== 'none' && colour !== background, `${what}: ${[width, borderStyle, colour, background]}`);
    };
    await edge(t.launcher, 'launcher');
    await t.open();
    await edge(t.panel, 'panel');
    await t.photo('forced');
    // And inside the app, where the colours are the system's too.
    await edge(t.app.locator('[data-kh-focus=search]'), "the app's search field");
    await t.navigate('case');
    await t.heading('Tell us what happened').waitFor();
    await edge(t.sendButton, 'send');
    await edge(t.app.getByLabel('What happened?'), 'a text field');
    await edge(t.app.getByLabel('What is it about?'), 'a choice');
    await t.sendButton.focus();
    await t.page.keyboard.press('Shift+Tab');
    await t.page.keyboard.press('Tab');
    const [outline, kind] = await style(t.sendButton, 'outlineWidth', 'outlineStyle');
    check(parseFloat(outline) >= 1 && kind !== 'none', `the focus is shown: ${outline} ${kind}`);
    await t.scan('forced-case');
    await t.photo('forced-case');
  },

  'written from right to left, the app mirrors: nothing is cut off, and words begin on the right': async (t) => {
    await t.phone();
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    await t.open();
    // No language of ours is written so yet: what a pack of one would say of its direction.
    await t.frame().evaluate(() => [document.documentElement, document.getElementById('app')].forEach((e) => (e.dir = 'rtl')));
    const width = await t.frame().evaluate(() => document.documentElement.clientWidth);
    const begins = async (locator, what) => {
      const box = await locator.evaluate((e) => {
        const range = document.createRange();
        range.selectNodeContents(e);
        const { left, right } = range.getBoundingClientRect();
        return { left, right };
      });
      check(width - box.right <= 64 && box.left > width - box.right, `${what} lies from ${box.left} to ${box.right} of ${width}`);
    };
    await begins(t.app.locator('h1'), 'the title of home');
    await t.scan('rtl-home');
    await t.photo('rtl-home');
    const places = {
      'article:suspicious-message': t.app.locator('.kh-article ol').first(),
      'flow:refund-missing': t.app.locator('.kh-flow .kh-cards').first(),
      contact: t.heading('Talk to a person'),
      case: t.heading('Tell us what happened'),
    };
    for (const [place, shown] of Object.entries(places)) {
      await t.navigate(place);
      await shown.waitFor();
      await begins(t.app.locator('h1'), place);
      await t.scan(`rtl-${place}`);
    }
    await t.photo('rtl-case');
  },

  'a launcher that is hidden on small screens leaves opening to a link of the page': async (t) => {
    await t.visit('small-hidden.html');
    same(await t.launcher.innerText(), 'Ask us', 'the word on the launcher');
    await t.phone();
    await t.visit('small-hidden.html');
    await t.page.waitForLoadState();
    await t.launcher.waitFor({ state: 'hidden' });
    const url = t.page.url();
    await t.page.getByRole('link', { name: 'Help with paying' }).click();
    await t.app.locator('h1').waitFor();
    same(t.page.url(), url, 'the link did not leave the page');
    await t.photo('opened');
    await t.app.getByRole('button', { name: 'Close help' }).click();
    await t.panel.waitFor({ state: 'hidden' });
    check(await t.launcher.isHidden(), 'still hidden');
  },

  'icon, none, side, offset and z-index can be changed while it runs': async (t) => {
    await t.visit('checkout.html');
    await t.launcher.waitFor();
    const config = (given) => t.page.evaluate((given) => window.KlarnaHelp('config', given), given);
    await config({ launcher: 'icon', side: 'start', offset: '48px', zIndex: 7 });
    const box = await t.launcher.boundingBox();
    same([box.x, Math.round(DESKTOP.height - box.y - box.height)], [48, 48], 'offset');
    check(box.width <= 64, `an icon is ${box.width} wide`);
    const z = await t.launcher.evaluate((e) => [e, e.parentElement].map((e) => getComputedStyle(e).zIndex).find((z) => z !== 'auto'));
    same(z, '7', 'z-index');
    await config({ launcher: 'none' });
    await t.launcher.waitFor({ state: 'hidden' });
    await t.page.evaluate(() => window.KlarnaHelp('open'));
    await t.app.locator('h1').waitFor();
    await t.page.evaluate(() => window.KlarnaHelp('close'));
    await config({ launcher: 'button', label: 'Questions?' });
    same(await t.launcher.innerText(), 'Questions?', 'label');
  },

  'three elements in the page and a launcher beside them: each loads by itself, and only when it is wanted': async (t) => {
    const requests = [];
    t.page.on('request', (r) => r.url().startsWith(t.portal.url) && requests.push(r.url()));
    await t.page.addInitScript(() => {
      window.__shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.__shift += e.value))).observe({ type: 'layout-shift', buffered: true });
    });
    await t.visit('inline-elements.html');
    await t.launcher.waitFor();
    const elements = t.page.locator('klarna-help[inline]');
    same(await elements.count(), 3, 'elements of the page');
    for (let i = 0; i < 3; i += 1) {
      const box = await elements.nth(i).locator('[part=panel]').boundingBox();
      const card = await t.page.locator('.card').nth(i).boundingBox();
      check(box.width > 200 && box.height > 200 && box.x >= card.x && box.x + box.width <= card.x + card.width + 1, `element ${i}: ${JSON.stringify(box)} in ${JSON.stringify(card)}`);
    }
    check(!requests.some((url) => /\/frame\/|\.wasm|\/packs\//.test(url)), `before intent: ${requests}`);
    same(await t.page.locator('iframe').count(), 0, 'frames before intent');
    await t.photo('before');
    const at = (i) => t.page.frameLocator(`klarna-help[inline] >> nth=${i} >> iframe`).locator('.kh-app:visible');
    await elements.nth(1).locator('[part=panel]').hover();
    await at(1).getByRole('heading', { level: 1, name: 'Your payment was declined' }).waitFor();
    same(await t.page.locator('iframe').count(), 1, 'frames after the first intent');
    await elements.nth(0).locator('input').fill('refund');
    await at(0).getByText(/\d+ results?/).first().waitFor();
    same(await at(0).locator('[data-kh-focus=search]').inputValue(), 'refund', 'what was typed');
    await elements.nth(2).locator('[part=panel]').hover();
    await at(2).locator('h1').waitFor();
    check(await at(1).getByRole('heading', { level: 1, name: 'Your payment was declined' }).isVisible(), 'the first is as it was');
    await t.photo('after');
    same(await t.page.evaluate(() => window.__shift), 0, 'layout shift');
    await t.page.setViewportSize(PHONE);
    await t.photo('after');
  },

  'an element in the page takes neither the focus nor the page along when its app comes, and has nothing to close': async (t) => {
    await t.visit('inline-elements.html');
    await t.launcher.waitFor();
    const element = t.page.locator('klarna-help[inline]').first();
    await element.locator('input').waitFor();
    const where = () => t.page.evaluate(() => [scrollY, document.activeElement.localName]);
    await element.locator('[part=panel]').hover(); // which scrolls there first
    const before = await where();
    const app = t.page.frameLocator('klarna-help[inline] >> nth=0 >> iframe').locator('.kh-app:visible');
    await app.locator('h1').waitFor();
    same(await where(), before, 'scrolled to, and focused');
    same(await app.getByRole('button', { name: 'Close help' }).count(), 0, 'close buttons');
    await app.locator('[data-kh-focus=search]').click();
    await t.page.keyboard.press('Escape');
    check(await app.locator('h1').isVisible(), 'Escape closes nothing');
    // The launcher's own panel is another place: what is opened by a command shows there.
    await t.page.evaluate(() => window.KlarnaHelp('open', 'contact'));
    const panel = t.page.frameLocator('klarna-help:not([inline]) iframe').locator('.kh-app:visible');
    await panel.getByRole('heading', { level: 1, name: 'Talk to a person' }).waitFor();
    check(await app.getByRole('heading', { level: 1, name: 'How can we help?' }).isVisible(), 'the element is as it was');
    await t.page.evaluate(() => window.KlarnaHelp('destroy'));
    same(await t.page.locator('iframe').count(), 0, 'frames after destroy');
  },

  "links and buttons of the page open a place, and the page's own handlers still run": async (t) => {
    await t.visit('questions.html');
    await t.launcher.waitFor();
    await t.page.evaluate(() => {
      window.__clicks = 0;
      document.addEventListener('click', () => (window.__clicks += 1), true);
    });
    const url = t.page.url();
    await t.page.getByRole('link', { name: 'Why was my payment declined?' }).click();
    await t.heading('Your payment was declined').waitFor();
    await t.page.getByText('missing').click(); // an element inside the button
    await t.app.getByText('Question 1').waitFor();
    await t.page.getByRole('button', { name: 'Talk to Klarna' }).click();
    await t.heading('Talk to a person').waitFor();
    await t.page.getByRole('button', { name: 'Where is my case?' }).click();
    await t.heading('Your cases').waitFor();
    await t.page.getByRole('link', { name: 'Can I pay later?' }).click();
    await t.app.getByText(/\d+ results?/).first().waitFor();
    same([t.page.url(), await t.page.evaluate(() => window.__clicks)], [url, 5], 'address and clicks');
    await t.photo('search');
  },
};
