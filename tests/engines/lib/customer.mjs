// A customer's hands and eyes in any engine: the page, the widget's shadow root, the frame in it.
//
// Here: real presses and keys through the driver, waiting until something holds, steps and how each went. Not here:
// what the customer wants (errands/). Scripts only read, but for the page's own calls of the public commands.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selenium } from './engines.mjs';

const { By, Key, error: kinds } = selenium;
const PATIENCE = 10_000;

export const DESKTOP = [1280, 800];
export const PHONE = [390, 844];
export { Key };

export class Customer {
  /** What was done: `{name, ms, failed?}` each. */
  steps = [];

  constructor(session, world, out) {
    Object.assign(this, { session, world, out, driver: session.driver, engine: session.engine.name });
  }

  /** One row of the table. */
  async step(name, body) {
    const step = { name };
    this.steps.push(step);
    const began = Date.now();
    try {
      await body();
    } catch (error) {
      step.failed = true;
      error.message = `${name}: ${error.message}`;
      throw error;
    } finally {
      step.ms = Date.now() - began;
    }
  }

  // ---- the page ---------------------------------------------------------------------------------
  async visit(path, origin = this.world.shop.url) {
    await this.driver.switchTo().defaultContent();
    await this.driver.get(`${origin}/${path}`);
  }

  async onPage(script, ...args) {
    await this.driver.switchTo().defaultContent();
    return this.driver.executeScript(script, ...args);
  }

  /** An element in the widget's shadow root, once it is there and shown. */
  part(css) {
    return this.until(`${css} in the widget`, async () => {
      await this.driver.switchTo().defaultContent();
      const root = await this.driver.findElement(By.css('klarna-help')).getShadowRoot();
      const found = await root.findElement(By.css(css));
      return (await this.#shown(found)) && found;
    });
  }

  /** Whether the panel is open, and where the focus is: the `part` or name of the element in the widget's shadow root. */
  panel() {
    return this.onPage(() => {
      const root = document.querySelector('klarna-help')?.shadowRoot;
      const focused = root?.activeElement;
      return {
        focus: focused ? focused.getAttribute('part') || focused.localName : document.activeElement?.localName,
        open: root?.querySelector('[part=panel]')?.open ?? false,
      };
    });
  }

  /** Waits until the panel is closed and the focus is back on the launcher. */
  async closed() {
    await this.until('the panel closed', async () => !(await this.panel()).open);
    await this.until('the focus on the launcher', async () => (await this.panel()).focus === 'launcher');
  }

  // ---- the app, in the frame --------------------------------------------------------------------
  async toFrame() {
    await this.driver.switchTo().defaultContent();
    const root = await this.driver.findElement(By.css('klarna-help')).getShadowRoot();
    await this.driver.switchTo().frame(await root.findElement(By.css('iframe')));
  }

  async inFrame(script, ...args) {
    await this.toFrame();
    return this.driver.executeScript(script, ...args);
  }

  /** An element of the app, by XPath, once it is there and shown. */
  inApp(path) {
    return this.until(path, async () => {
      await this.toFrame();
      const found = await this.driver.findElement(By.xpath(`//*[@id='app']${path}`));
      return (await this.#shown(found)) && found;
    });
  }

  /** A button of the app by its words. */
  button(words) {
    return this.inApp(`//button[contains(normalize-space(.), "${words}") or @aria-label="${words}"]`);
  }

  heading(words) {
    return this.inApp(`//h1[contains(., "${words}")]`);
  }

  /** The control that a label names. */
  field(label) {
    return this.inApp(`//*[@id=//label[contains(., "${label}")]/@for]`);
  }

  /** A press. What it falls on may be drawn anew in between: then it is looked for again. */
  press(find) {
    return this.until('a press', async () => {
      await (await find()).click();
      return true;
    });
  }

  /** Keys to whatever has the focus in the document that the driver looks at. */
  keys(...keys) {
    return this.driver.actions().sendKeys(...keys).perform();
  }

  // ---- the case form ----------------------------------------------------------------------------
  /** From help that is opening to the case form. */
  async toCaseForm() {
    // What is pressed before the panel is drawn and the focus in it may move away below the press.
    await this.heading('How can we help?');
    await this.until('focus in the frame', async () => (await this.panel()).focus === 'iframe');
    await this.press(() => this.button('Talk to a person'));
    await this.press(() => this.button('Send us a case'));
    await this.heading('Tell us what happened');
  }

  /** Writes what everybody has to say. */
  async write(about, words) {
    await new selenium.Select(await this.field('What is it about?')).selectByValue(about);
    await (await this.field('What happened?')).sendKeys(words);
    await (await this.field('Your e-mail')).sendKeys('ada@example.org');
  }

  /** Chooses a file in a file input, by the input's id. */
  async choose(id, { name, buffer }) {
    const path = join(this.out, name);
    writeFileSync(path, buffer);
    await (await this.inApp(`//input[@id="${id}"]`)).sendKeys(path);
  }

  /** Waits until the form says so of a file. */
  file({ name }, words) {
    return this.inApp(`//ul[@class="kh-files"]/li[contains(., "${name}")][contains(., "${words}")]`);
  }

  /** Agrees that the device keeps the draft. */
  async agree() {
    await this.press(() => this.inApp('//input[@id="kh-keep-draft"]'));
    await this.standing('This device keeps it until you send it');
  }

  /** Waits until the form says so of where the case stands. */
  standing(words) {
    return this.inApp(`//p[@class="kh-standing"][contains(., "${words}")]`);
  }

  /** How many things the device keeps for the app. */
  stored() {
    return this.inFrame(() => localStorage.length + sessionStorage.length);
  }

  send() {
    return this.press(() => this.inApp('//button[normalize-space()="Send"]'));
  }

  /** Writes a case and sends it, in a form that is open or opening; resolves to its ID. */
  async sendCase() {
    await this.heading('Tell us what happened');
    await this.write('payment-declined', 'Declined twice, and I do not know why.');
    await this.send();
    return this.receipt();
  }

  /** The case ID of the receipt, when the portal has the case too. */
  async receipt() {
    await this.heading('We have your case');
    const id = await (await this.inApp('//*[contains(@class, "kh-case-id")]//strong')).getText();
    check(/^KH-[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(id), `a case ID: ${id}`);
    check(this.world.portal.cases('list').includes(id), 'the portal has the case');
    return id;
  }

  // ---- waiting, pictures ------------------------------------------------------------------------
  /** Polls until `probe` answers something true, and resolves to that. */
  async until(what, probe) {
    const end = Date.now() + PATIENCE;
    let last = 'it never was so';
    for (;;) {
      try {
        const found = await probe();
        if (found) return found;
      } catch (error) {
        if (!passing(error)) throw error;
        last = `${error.name}: ${error.message.split('\n')[0]}`;
      }
      if (Date.now() > end) throw new Error(`not after ${PATIENCE} ms: ${what} (${last})`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  async #shown(element) {
    const { width, height } = await element.getRect();
    return width > 0 && height > 0 && (await element.getCssValue('visibility')) === 'visible';
  }

  /** A picture for people, in tests/engines/out. Of the page: Firefox has none of a frame alone. */
  async photo(name) {
    await this.driver.switchTo().defaultContent();
    writeFileSync(join(this.out, `${this.engine.toLowerCase()}-${name}.png`), await this.driver.takeScreenshot(), 'base64');
  }
}

// What goes by itself while a page is being drawn.
function passing(error) {
  const { NoSuchElementError, NoSuchFrameError, NoSuchShadowRootError, NoSuchWindowError } = kinds;
  const { StaleElementReferenceError, DetachedShadowRootError, ElementNotInteractableError } = kinds;
  const { ElementClickInterceptedError, JavascriptError } = kinds;
  return [
    NoSuchElementError,
    NoSuchFrameError,
    NoSuchShadowRootError,
    NoSuchWindowError,
    StaleElementReferenceError,
    DetachedShadowRootError,
    ElementNotInteractableError,
    ElementClickInterceptedError,
    JavascriptError,
  ].some((kind) => kind && error instanceof kind);
}

/** Fails when a condition does not hold. */
export function check(condition, what) {
  if (!condition) throw new Error(`this does not hold: ${what}`);
}

/** Fails with both values when they differ. */
export function same(actual, expected, what) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) throw new Error(`${what}: got ${a}, expected ${e}`);
}
