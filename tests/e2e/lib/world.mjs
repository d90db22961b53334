// What a test has: a portal, the demo shop on another origin, a page, and a console that must stay empty.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axeSource, profile } from './browser.mjs';
import { Portal, freePort } from './portal.mjs';
import { end, start } from './process.mjs';

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };

export class World {
  static async start(browser, out) {
    const world = new World();
    const shopPort = await freePort();
    world.portal = await Portal.start(shopPort);
    const args = ['shop', '--port', String(shopPort), '--portal', world.portal.url];
    ({ child: world.shopProcess } = await start(process.env.KH_SHOP, args, /http:\/\/localhost:\d+/));
    Object.assign(world, { browser, out, shop: `http://localhost:${shopPort}` });
    return world;
  }

  test(title) {
    return Test.start(this, title);
  }

  async stop() {
    await end(this.shopProcess);
    await this.portal.remove();
  }
}

/** One test: one browser context of its own. */
class Test {
  #expected = [];
  #said = [];
  /** Later parts of the module that were called before they were there. */
  early = new Set();
  #photos = 0;
  #profile;

  static async start(world, title) {
    const test = new Test();
    Object.assign(test, { world, title, portal: world.portal, shop: world.shop });
    // A test that ended with the portal down must not take the next ones with it.
    await world.portal.ensure();
    await test.#context();
    return test;
  }

  async #context(options = {}) {
    await this.context?.close();
    const all = { viewport: DESKTOP, locale: 'en-GB', ...options };
    this.context = this.#profile ? await profile(this.#profile, all) : await this.world.browser.newContext(all);
    this.context.setDefaultTimeout(8_000);
    this.page = await this.context.newPage();
    this.page.on('console', (m) => {
      if (['error', 'warning'].includes(m.type())) this.#said.push(`${m.type()}: ${m.text()}`);
    });
    this.page.on('pageerror', (e) => this.#said.push(`thrown: ${e.message}`));
    // The way of last resort (xtask/src/dist/split/first.js): right, but the page stands still for it. Whether it is gone
    // depends on which comes first, so it is told with the result; tests/e2e/module-parts holds the ways that must not.
    this.page.on('request', (request) => {
      const late = request.resourceType() === 'xhr' && /\/(answers|rest)-\w+\.wasm/.exec(request.url());
      if (late) this.early.add(late[1]);
    });
  }

  /** A phone instead of a desktop. */
  async phone() {
    await this.#context({ viewport: PHONE, hasTouch: true, isMobile: true, deviceScaleFactor: 1 });
  }

  /** A browser with a profile on disk instead of a private window. */
  async withProfile() {
    this.#profile = mkdtempSync(join(tmpdir(), 'kh-profile-'));
    mkdirSync(join(this.#profile, 'Default'));
    // "Allow third-party cookies", which also decides about the (partitioned) storage of frames.
    const preferences = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
    writeFileSync(join(this.#profile, 'Default/Preferences'), JSON.stringify(preferences));
    await this.#context();
  }

  /** A context with other options. */
  async contextWith(options) {
    await this.#context(options);
  }

  /** Says that the console may hold lines like this; everything else fails the test. */
  allow(pattern) {
    this.#expected.push(pattern);
  }

  visit(path) {
    return this.page.goto(`${this.shop}/${path}`);
  }

  get launcher() {
    return this.page.locator('klarna-help [part=launcher]');
  }

  get panel() {
    return this.page.locator('klarna-help [part=panel]');
  }

  /** The app, inside the frame. */
  get app() {
    return this.page.frameLocator('klarna-help iframe').locator('.kh-app:visible');
  }

  /** A button of the app by its words. */
  button(name) {
    return this.app.getByRole('button', { name });
  }

  /** The one that sends the case: by its whole name, for an article that is offered may be called "Send something back". */
  get sendButton() {
    return this.app.getByRole('button', { name: 'Send', exact: true });
  }

  send() {
    return this.sendButton.click();
  }

  heading(name) {
    return this.app.getByRole('heading', { level: 1, name });
  }

  /** Opens help and waits until the app is drawn. */
  async open() {
    await this.launcher.click();
    await this.app.locator('h1').waitFor();
  }

  /** Goes to a place by the public command. */
  async navigate(to) {
    await this.page.evaluate((to) => window.KlarnaHelp('navigate', to), to);
  }

  /** Fills the case form with a complete case. */
  async writeCase(words = 'My payment was declined twice and I do not know why.') {
    await this.app.getByLabel('What is it about?').selectOption('payment-declined');
    await this.app.getByLabel('What happened?').fill(words);
    await this.app.getByLabel('Your e-mail').fill('ada@example.org');
  }

  /** Waits for the receipt and returns the case ID. */
  async receipt() {
    await this.heading('We have your case').waitFor();
    return this.app.locator('.kh-case-id strong').innerText();
  }

  /** The frame of the app. */
  frame() {
    return this.page.frames().find((f) => f.url().startsWith(`${this.portal.url}/frame/`));
  }

  /** A picture for people, in tests/e2e/out. */
  async photo(name) {
    this.#photos += 1;
    const size = (await this.page.viewportSize()).width < 500 ? 'phone' : 'desktop';
    const file = `${this.title.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)}-${String(this.#photos).padStart(2, '0')}-${name}-${size}.png`;
    await this.page.screenshot({ path: join(this.world.out, file) });
  }

  /** axe finds nothing in the app, nothing is cut off, and nothing lies over something else; with a picture of it. */
  async inspect(name) {
    await this.photo(name);
    await this.scan(name);
  }

  /** The same without a picture. */
  async scan(name) {
    const frame = this.frame();
    await this.#axe(frame, name);
    const wide = await frame.evaluate(() => {
      const width = document.documentElement.clientWidth;
      const shown = [...document.querySelectorAll('.kh-main *')].filter((e) => e.checkVisibility());
      const out = shown.filter((e) => {
        const box = e.getBoundingClientRect();
        return !e.closest('.kh-sr') && box.width > 0 && (box.right > width + 1 || box.left < -1);
      });
      const small = shown.filter((e) => {
        const box = e.getBoundingClientRect();
        return e.matches('button, select, summary, input') && box.height > 0 && box.height < 24;
      });
      return [...out.map((e) => `outside: ${e.outerHTML}`), ...small.map((e) => `too small to press: ${e.outerHTML}`)]
        .map((t) => t.slice(0, 200));
    });
    if (wide.length) throw new Error(`layout of ${name}:\n${wide.join('\n')}`);
  }

  /** axe finds nothing on the host page with our launcher and panel on it. */
  async inspectHost(name) {
    await this.photo(name);
    await this.#axe(this.page.mainFrame(), name);
  }

  async #axe(frame, name) {
    // As Playwright evaluates it, a script of ours is not subject to the page's CSP.
    await frame.evaluate(`if (!window.axe) { ${axeSource} }`);
    const found = await frame.evaluate(async () => {
      const { violations } = await window.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        // The frame is looked at by itself.
        iframes: false,
      });
      return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join(' | ').slice(0, 400)}`);
    });
    if (found.length) throw new Error(`axe on ${name}:\n${found.join('\n')}`);
  }

  notes() {
    return this.#said;
  }

  /** Every test ends on an empty console. */
  async end() {
    const left = this.#said.filter((line) => !this.#expected.some((pattern) => pattern.test(line)));
    if (left.length) throw new Error(`the console is not empty:\n${left.join('\n')}`);
  }

  async close() {
    await this.context?.close();
    if (this.#profile) rmSync(this.#profile, { recursive: true, force: true });
  }
}

/** Fails with both values when they differ. */
export function same(actual, expected, what = 'value') {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) throw new Error(`${what}: got ${a}, expected ${e}`);
}

/** Fails when a condition does not hold. */
export function check(condition, what) {
  if (!condition) throw new Error(what);
}
