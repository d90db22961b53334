// The three engines: how each is started, and what its driver can do beside the common ground.
//
// Here: programs (named by xtask), capabilities, versions. Not here: what is done in them (customer.mjs, errands/).
import { spawn, execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { freePort } from '../../e2e/lib/portal.mjs';
import { end, start } from '../../e2e/lib/process.mjs';

const npm = process.env.KH_NPM;
if (!npm) throw new Error('KH_NPM is not set: run the errands with `cargo xtask test --ring engines`');
export const selenium = createRequire(join(npm, 'package.json'))('selenium-webdriver');

const {
  KH_CHROMIUM: chromium,
  KH_CHROMEDRIVER: chromedriver,
  KH_FIREFOX: firefox,
  KH_GECKODRIVER: geckodriver,
  KH_WEBKIT_DRIVER: webkitDriver,
  KH_MINIBROWSER: miniBrowser,
  KH_XVFB: xvfb,
} = process.env;

const root = process.getuid?.() === 0;

export const ENGINES = [
  {
    name: 'Chromium',
    needs: { chromium, chromedriver },
    driver: () => firstLine(chromedriver, '--version').split(' (')[0],
    console: true,
    offline: true,
    start: async (port) => [(await start(chromedriver, [`--port=${port}`], /started successfully/)).child],
    capabilities: {
      browserName: 'chrome',
      webSocketUrl: true,
      'goog:chromeOptions': {
        binary: chromium,
        args: [
          '--headless=new',
          ...(root ? ['--no-sandbox'] : []),
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      },
    },
  },
  {
    name: 'Firefox',
    needs: { firefox, geckodriver },
    driver: () => firstLine(geckodriver, '--version').split(' (')[0],
    console: true,
    offline: true,
    start: async (port) => [(await start(geckodriver, ['--port', String(port)], /Listening on/)).child],
    capabilities: {
      browserName: 'firefox',
      webSocketUrl: true,
      'moz:firefoxOptions': { binary: firefox, args: ['-headless'] },
    },
  },
  {
    name: 'WebKitGTK',
    needs: { 'webkit2gtk-driver': webkitDriver, 'its MiniBrowser': miniBrowser, xvfb },
    driver: () => 'WebKitWebDriver of the same package',
    // Its driver has no BiDi and no log: what a page writes to the console cannot be read, and no network be taken away.
    console: false,
    offline: false,
    start: async (port) => {
      // It has no headless mode. `-displayfd` lets the server choose a free number and say which.
      const args = ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'];
      const { child, match } = await start(xvfb, args, /^(\d+)\n/m);
      const env = { ...process.env, DISPLAY: `:${match[1]}` };
      const driver = spawn(webkitDriver, [`--port=${port}`], { env, stdio: 'ignore' });
      return [child, driver];
    },
    capabilities: {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] },
    },
  },
];

/** A session: the driver's program, the browser, and what to say of both. */
export class Session {
  /** What the console of any page has said, where it can be read. */
  said = [];

  static async start(engine) {
    for (const [name, path] of Object.entries(engine.needs)) {
      if (!path) throw new Error(`${name} is missing: run \`cargo xtask setup --tests\`, which says why`);
    }
    const session = new Session();
    session.engine = engine;
    const port = await freePort();
    session.programs = await engine.start(port);
    try {
      await answers(`http://127.0.0.1:${port}/status`);
      const capabilities = new selenium.Capabilities(engine.capabilities);
      session.driver = await new selenium.Builder()
        .usingServer(`http://127.0.0.1:${port}`)
        .withCapabilities(capabilities)
        .build();
      const got = await session.driver.getCapabilities();
      session.version = got.getBrowserVersion();
      if (engine.console) await session.#listen();
    } catch (error) {
      await session.stop();
      throw error;
    }
    return session;
  }

  async #listen() {
    this.bidi = await this.driver.getBidi();
    this.bidi.socket.on('message', (data) => {
      const { method, params } = JSON.parse(data.toString());
      if (method === 'log.entryAdded' && ['error', 'warn'].includes(params.level)) {
        this.said.push(`${params.level}: ${params.text}`);
      }
    });
    await this.bidi.subscribe('log.entryAdded', []);
  }

  /** Sets the size of the page's view. A window has a least width, in Firefox and in WebKitGTK above a phone's. */
  async size(width, height) {
    if (this.bidi) {
      const context = await this.driver.getWindowHandle();
      await this.bidi.send({ method: 'browsingContext.setViewport', params: { context, viewport: { width, height } } });
      return;
    }
    await this.driver.manage().window().setRect({ width, height });
  }

  /** Whether the browser has a network, by its own switch; for engines with `offline`. */
  async network(on) {
    const contexts = [await this.driver.getWindowHandle()];
    const params = { networkConditions: on ? null : { type: 'offline' }, contexts };
    const { type, message } = await this.bidi.send({ method: 'emulation.setNetworkConditions', params });
    if (type === 'error') throw new Error(`the network's switch: ${message}`);
  }

  async stop() {
    await this.driver?.quit().catch(() => {});
    for (const program of this.programs.reverse()) await end(program);
  }
}

async function answers(url) {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      if ((await fetch(url)).ok) return;
    } catch (error) {
      if (Date.now() > until) throw new Error(`the driver does not answer: ${error.cause ?? error}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function firstLine(program, argument) {
  return execFileSync(program, [argument], { encoding: 'utf8' }).split('\n')[0].trim();
}
