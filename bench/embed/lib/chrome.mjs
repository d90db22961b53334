// Headless Chromium, spoken to over its debugging pipe: the CDP and nothing between.
//
// Here: the process, its sessions, its answers and events. Not here: what is asked (visit.mjs).
// Why not Playwright: a frame of another process must be throttled and watched before its first request, which needs
// auto-attached, paused child sessions, and a driver's own scripts in the page would be part of what is measured.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const executable = process.env.KH_CHROMIUM || ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

// As in tests/e2e/lib/browser.mjs; and no request may leave this machine, also none of the yardsticks'.
export const FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--headless=new',
  '--remote-debugging-pipe',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--hide-scrollbars',
  '--window-size=1280,800',
  // The browser's own address bar is a pair of web pages, half a second of CPU for every new window, beside what is measured.
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/**
 * Removes the folder of a browser that has ended. Its other processes may still be writing; a folder that stays behind is
 * no reason to lose what was measured.
 */
export function forget(profile) {
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 });
  } catch (error) {
    console.error(`${profile} could not be removed: ${error.message}`);
  }
}

export class Chrome {
  #next = 1;
  #waiting = new Map();
  #listeners = new Set();

  static async launch() {
    if (!executable) throw new Error('there is no Chromium: run `cargo xtask setup --tests`');
    const chrome = new Chrome();
    chrome.profile = mkdtempSync(join(tmpdir(), 'kh-bench-'));
    chrome.process = spawn(executable, [...FLAGS, `--user-data-dir=${chrome.profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    chrome.#read(chrome.process.stdio[4]);
    chrome.version = (await chrome.send('Browser.getVersion')).product;
    return chrome;
  }

  #read(pipe) {
    let rest = '';
    pipe.setEncoding('utf8');
    pipe.on('data', (chunk) => {
      const parts = (rest + chunk).split('\0');
      rest = parts.pop();
      for (const part of parts) this.#hear(JSON.parse(part));
    });
    pipe.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Chromium is gone'));
    });
  }

  #hear(message) {
    if (message.id === undefined) {
      for (const listener of this.#listeners) listener(message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting?.resolve(message.result);
  }

  /** Sends a command, to the browser or to a session. Commands to one session are carried out in order. */
  send(method, params = {}, sessionId = undefined) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, method });
      this.process.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0');
    });
  }

  /** Hears every event; returns how to stop. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close() {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.send('Browser.close').catch(() => {});
    await gone;
    forget(this.profile);
  }
}
