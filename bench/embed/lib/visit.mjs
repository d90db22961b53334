// One visit to the host page: a tab in a browser context, its throttle, its requests, and what the probes in it say.
//
// Invariant: the throttle and the probe are in place in every target (the page, a frame of another process, a worker)
// before that target runs a line: children are attached paused and let go once they are prepared.
import { readFileSync } from 'node:fs';

const probe = readFileSync(new URL('./probe.js', import.meta.url), 'utf8');

/** How fast the customer's device and network are. Slow 4G is Lighthouse's: 150 ms, 1.6 Mbit/s down, 750 kbit/s up. */
export const PROFILES = {
  fast: { name: 'unthrottled', cpu: 1 },
  slow: { name: '4× CPU, slow 4G', cpu: 4, network: { latency: 150, downloadThroughput: (1638.4 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 } },
};

export class Visit {
  requests = [];
  #byId = new Map();
  #said = [];
  #hearers = new Set();
  #sessions = new Set();
  #lastActivity = performance.now();
  #open = new Set();

  /** A new tab in `context` (a fresh one if none is given). `answers`: source of a function that says whether they are there. */
  static async start(chrome, profile, { context, answers } = {}) {
    const visit = new Visit();
    visit.ownsContext = !context;
    visit.context = context ?? (await chrome.send('Target.createBrowserContext')).browserContextId;
    Object.assign(visit, { chrome, profile, source: probe + (answers ? `__khBench.watch(${answers});` : '') });
    visit.unhear = chrome.listen((event) => visit.#hear(event));
    const { targetId } = await chrome.send('Target.createTarget', { url: 'about:blank', browserContextId: visit.context });
    visit.target = targetId;
    const { sessionId } = await chrome.send('Target.attachToTarget', { targetId, flatten: true });
    visit.session = sessionId;
    await visit.#prepare(sessionId, 'page');
    return visit;
  }

  async #prepare(session, type) {
    this.#sessions.add(session);
    const { cpu, network } = this.profile;
    const send = (method, params) => this.chrome.send(method, params, session).catch((error) => {
      // A worker has no Page, nor an emulated CPU of its own. A target may be gone again before it was prepared.
      if (type === 'page') throw error;
    });
    const all = [send('Network.enable'), send('Runtime.enable'), send('Runtime.addBinding', { name: '__khSay' })];
    if (network) all.push(send('Network.emulateNetworkConditions', { offline: false, ...network }));
    if (type !== 'worker') {
      all.push(send('Page.enable'));
      all.push(send('Page.addScriptToEvaluateOnNewDocument', { source: this.source }));
      if (cpu > 1) all.push(send('Emulation.setCPUThrottlingRate', { rate: cpu }));
    }
    all.push(send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }));
    all.push(send('Runtime.runIfWaitingForDebugger'));
    await Promise.all(all);
  }

  #hear({ method, params, sessionId }) {
    if (!this.#sessions.has(sessionId)) return;
    if (method === 'Target.attachedToTarget') {
      this.children = [...(this.children ?? []), { session: params.sessionId, ...params.targetInfo }];
      this.#prepare(params.sessionId, params.targetInfo.type).catch(() => {});
    } else if (method === 'Runtime.bindingCalled' && params.name === '__khSay') {
      this.#note(JSON.parse(params.payload));
    } else if (method.startsWith('Network.')) this.#network(method, params, sessionId);
    else if (method === 'Page.loadEventFired' && sessionId === this.session) this.#note({ name: 'load' });
  }

  #note(note) {
    this.#said.push(note);
    for (const hearer of this.#hearers) hearer(note);
  }

  #network(method, params, session) {
    // A frame's document is asked for in its parent's session, and ends in that of the process it is then given to.
    const navigates = params.requestId === params.loaderId || this.#byId.has(params.requestId);
    const key = navigates ? params.requestId : session + params.requestId;
    const request = this.#byId.get(key);
    this.#lastActivity = performance.now();
    if (method === 'Network.requestWillBeSent' && !params.request.url.startsWith('data:')) {
      const entry = { url: params.request.url, type: params.type, at: params.timestamp, initiator: params.initiator?.type, frame: session !== this.session, bytes: 0, body: 0 };
      this.#byId.set(key, entry);
      this.#open.add(key);
      this.requests.push(entry);
    } else if (!request) return;
    else if (method === 'Network.requestServedFromCache') request.cached = true;
    else if (method === 'Network.responseReceived') {
      request.status = params.response.status;
      request.firstByte = params.timestamp;
      request.cached ||= params.response.fromDiskCache;
      // Of the encoded body: the CDP's own count of it is 0 for streamed scripts, and that of the headers is short.
      const [, length] = Object.entries(params.response.headers).find(([header]) => header.toLowerCase() === 'content-length') ?? [];
      request.length = Number(length ?? NaN);
    } else if (method === 'Network.loadingFinished') {
      request.end = params.timestamp;
      request.bytes = request.cached ? 0 : params.encodedDataLength;
      request.body = request.cached ? 0 : Math.min(request.bytes, request.length || request.bytes);
      this.#open.delete(key);
    } else if (method === 'Network.loadingFailed') {
      request.failed = params.errorText;
      this.#open.delete(key);
    }
  }

  send(method, params, session = this.session) {
    return this.chrome.send(method, params, session);
  }

  /** Evaluates in the page. */
  async run(expression, session = this.session) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, session);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description || exceptionDetails.text);
    return result.value;
  }

  /** The first note of a probe with this name, past or to come. */
  said(name, ms = 20_000) {
    const there = this.#said.find((note) => note.name === name);
    if (there) return Promise.resolve(there);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nothing said "${name}" within ${ms} ms; said: ${this.#said.map((n) => n.name)}`)), ms);
      const hearer = (note) => {
        if (note.name !== name) return;
        clearTimeout(timer);
        this.#hearers.delete(hearer);
        resolve(note);
      };
      this.#hearers.add(hearer);
    });
  }

  heard(name) {
    return this.#said.find((note) => note.name === name);
  }

  /** Goes to a page and waits until it is loaded and nothing has been on the network for `quiet` ms. */
  async go(url, quiet = 300) {
    await this.send('Page.navigate', { url });
    await this.said('load');
    await this.settled(quiet);
  }

  /** Waits until an expression is true. */
  async until(expression, ms = 15_000) {
    const end = performance.now() + ms;
    while (!(await this.run(`!!(${expression})`))) {
      if (performance.now() > end) throw new Error(`not within ${ms} ms: ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async settled(quiet = 300, most = 15_000) {
    const start = performance.now();
    this.#lastActivity = Math.max(this.#lastActivity, start);
    for (;;) {
      const now = performance.now();
      const still = this.#open.size === 0 || now - this.#lastActivity > 3000;
      if ((still && now - this.#lastActivity >= quiet) || now - start > most) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  offline() {
    return this.send('Network.emulateNetworkConditions', { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  }

  /** JS heap in use after garbage is collected, in bytes. Twice: what finalizers free is garbage of the second. */
  async heap(session = this.session) {
    await this.send('HeapProfiler.collectGarbage', {}, session);
    await this.send('HeapProfiler.collectGarbage', {}, session);
    return (await this.send('Runtime.getHeapUsage', {}, session)).usedSize;
  }

  /**
   * What the page's main thread has done since it began, in ms: `cpu`, and `busy`, the wall time of its tasks.
   * With an emulated slow CPU only `busy` means anything: the throttle burns the thread's time also while it waits.
   */
  async mainThread() {
    const { metrics } = await this.send('Performance.getMetrics');
    const of = (name) => 1000 * metrics.find((metric) => metric.name === name).value;
    return { cpu: this.profile.cpu > 1 ? NaN : of('ThreadTime'), busy: of('TaskDuration') };
  }

  async end() {
    this.unhear();
    if (this.ownsContext) await this.chrome.send('Target.disposeBrowserContext', { browserContextId: this.context });
    else await this.chrome.send('Target.closeTarget', { targetId: this.target });
  }
}
