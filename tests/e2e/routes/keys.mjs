// A customer at the keyboard in the frame: Tab, Shift+Tab, Enter, Space and typing. Nothing is clicked.
import { PDF } from '../lib/files.mjs';

/** Words of the buttons that are not in the content of a flow. */
const WORDS = { go: 'Continue', yes: 'Yes', back: 'Back' };
const UNSURE = { file: 'I have none', confirm: 'Not yet' };
const NOT_KNOWN = "I don't know";

/** Most questions of a way. */
const QUESTIONS = 8;

/** More stops than any screen has. */
const STOPS = 80;

export class Keys {
  constructor(page, frame) {
    Object.assign(this, { page, frame, keyboard: page.keyboard });
    // From the beginning: a window for files that opens before Playwright listens stays open, and no other one comes.
    page.on('filechooser', (chooser) => this.chosen?.(chooser));
  }

  /** Waits until the screen with this heading is there, with the focus on it. */
  async at(heading) {
    const there = (heading) => {
      const shown = [...document.querySelectorAll('.kh-app h1')].find((e) => e.checkVisibility());
      return shown?.textContent === heading && shown.contains(document.activeElement);
    };
    await this.frame.waitForFunction(there, heading, { polling: 'raf', timeout: 8_000 }).catch(async () => {
      throw new Error(`not at "${heading}", but at ${await this.#where()}`);
    });
  }

  /** After an answer to `before`: waits until something else is there. A question that was answered on an earlier way is
   * passed with that answer, as it should be; then it is gone back to. */
  async arrive(heading, before) {
    const moved = (before) => {
      const shown = [...document.querySelectorAll('.kh-app h1')].find((e) => e.checkVisibility());
      return shown?.textContent !== before && shown?.contains(document.activeElement) ? shown.textContent : false;
    };
    const wait = async (from) =>
      (await this.frame.waitForFunction(moved, from, { polling: 'raf', timeout: 8_000 })).jsonValue();
    let here = await wait(before).catch(() => before);
    for (let i = 0; i < QUESTIONS && here !== heading; i += 1) {
      await this.back();
      here = await wait(here).catch(() => here);
      if (here === before) break;
    }
    if (here !== heading) throw new Error(`"${before}" does not lead to "${heading}", but to ${await this.#where()}`);
  }

  async #where() {
    return this.frame.evaluate(() => {
      const shown = [...document.querySelectorAll('.kh-app h1')].find((e) => e.checkVisibility());
      const focus = document.activeElement;
      return `"${shown?.textContent}", the focus on ${focus?.tagName} "${focus?.textContent.slice(0, 60)}"`;
    });
  }

  /** Moves the focus until it is on what has this name, and no other stop in between is lost. */
  async to(name, { key = 'Tab', kind = '*' } = {}) {
    for (let i = 0; i < STOPS; i += 1) {
      const found = await this.frame.evaluate(
        ([name, kind]) => {
          const e = document.activeElement;
          if (!e?.matches(kind)) return false;
          const title = e.querySelector('.kh-card__title')?.textContent;
          const said = e.getAttribute('aria-label') ?? title ?? e.labels?.[0]?.textContent ?? e.textContent;
          return name === undefined || said.trim() === name;
        },
        [name, kind],
      );
      if (found) return;
      await this.keyboard.press(key);
    }
    throw new Error(`${key} never reaches ${name ?? kind}: ${await this.#where()}`);
  }

  /** Presses what has this name. */
  async press(name, options = {}) {
    await this.to(name, { kind: 'button', ...options });
    await this.keyboard.press('Enter');
  }

  /** Asks the question before again. */
  async back() {
    await this.press(WORDS.back, { key: 'Shift+Tab' });
  }

  /** Answers a question as the way says. */
  async answer({ ask, question, answer }) {
    if (answer.press === 'unsure') return this.press(UNSURE[ask] ?? NOT_KNOWN);
    if (answer.press === 'yes') return this.press(WORDS.yes);
    if (answer.press === 'files') return this.#files();
    if (ask === 'choice') return this.press(answer.choose[0]);
    if (ask === 'choices') return this.#choices(answer.choose);
    return this.#type(ask, answer.type, question);
  }

  /** Ticks these and no others. */
  async #choices(wanted) {
    const boxes = await this.frame.evaluate(() =>
      [...document.querySelectorAll('.kh-flow input[type=checkbox]')].map((e) => e.labels[0].textContent.trim()),
    );
    for (const name of boxes) {
      await this.to(name, { kind: 'input' });
      const ticked = await this.frame.evaluate(() => document.activeElement.checked);
      if (ticked !== wanted.includes(name)) await this.keyboard.press('Space');
    }
    await this.press(WORDS.go);
  }

  async #type(ask, text) {
    await this.to(undefined, { kind: '.kh-flow input' });
    if (ask === 'date') {
      // The field is written in the browser's own language, which headless Chromium takes to be American English; it goes
      // on by itself from the month to the day and the year.
      const [year, month, day] = text.split('-');
      await this.keyboard.type(`${month}${day}${year}`);
      const typed = await this.frame.evaluate(() => document.activeElement.value);
      if (typed !== text) throw new Error(`typed ${text}, and the field holds ${typed}`);
    } else {
      await this.keyboard.press('ControlOrMeta+A');
      await this.keyboard.type(text);
    }
    await this.keyboard.press('Enter');
  }

  /** Adds a file, unless there is one from before. */
  async #files() {
    const files = this.frame.locator('.kh-flow .kh-files li:visible');
    if ((await files.count()) === 0) {
      await this.to(undefined, { kind: '.kh-flow input[type=file]' });
      const chooser = new Promise((resolve) => (this.chosen = resolve));
      await this.keyboard.press('Enter');
      await (await chooser).setFiles(PDF);
      await files.first().waitFor();
    }
    await this.press(WORDS.go);
  }
}
