// A reverse proxy that sees what no driver tells: each request, each cookie, each violation of a policy.
//
// Here: one that stands in front of the portal, or of the shop, and so sees the same in every engine, from the first byte
// on. It adds `report-uri` to each policy, can hold an answer back, and can be away. Not here: what is behind it (world.mjs).
import { createServer, request } from 'node:http';

const REPORTS = '/reports-of-violations';

export class Front {
  /** Method and path of each request. */
  requests = [];
  /** Every Cookie and Set-Cookie header, in either direction. */
  cookies = [];
  /** `directive blocked-uri` of each violation reported. */
  violations = [];
  #held;

  static async start(host) {
    const front = new Front();
    front.server = createServer((ask, answer) => front.#serve(ask, answer));
    await new Promise((resolve, reject) => front.server.on('error', reject).listen(0, '127.0.0.1', resolve));
    front.port = front.server.address().port;
    front.url = `http://${host}:${front.port}`;
    return front;
  }

  /** Forwards to this port of 127.0.0.1 from now on. */
  to(port) {
    this.target = port;
  }

  /** Holds answers to paths like this back until `release`. */
  hold(pattern) {
    let release;
    const until = new Promise((resolve) => (release = resolve));
    this.#held = { pattern, until, release };
  }

  release() {
    this.#held?.release();
    this.#held = undefined;
  }

  /** Nobody answers here any more, as without a network; what is under way breaks off. */
  async away() {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  /** Answers again, at the same address. */
  async back() {
    if (this.server.listening) return;
    await new Promise((resolve, reject) => this.server.once('error', reject).listen(this.port, '127.0.0.1', resolve));
  }

  /** As at its start: what it has seen is forgotten, and nothing is held. */
  forget() {
    this.release();
    this.requests = [];
    this.cookies = [];
    this.violations = [];
  }

  async #serve(ask, answer) {
    if (ask.url === REPORTS) return this.#report(ask, answer);
    this.requests.push(`${ask.method} ${ask.url}`);
    if (ask.headers.cookie) this.cookies.push(`sent: ${ask.headers.cookie}`);
    if (this.#held?.pattern.test(ask.url)) await this.#held.until;
    // Whoever asked may have gone meanwhile.
    if (answer.destroyed) return;
    const options = { host: '127.0.0.1', port: this.target, method: ask.method, path: ask.url, headers: ask.headers };
    const forwarded = request(options, (from) => {
      const headers = { ...from.headers };
      if (headers['set-cookie']) this.cookies.push(`set: ${headers['set-cookie']}`);
      const policy = headers['content-security-policy'];
      if (policy) headers['content-security-policy'] = `${policy}; report-uri ${REPORTS}`;
      answer.writeHead(from.statusCode, headers);
      from.pipe(answer);
    });
    // A browser that goes away, or a portal that is going down, ends the one request and nothing else.
    forwarded.on('error', () => answer.destroy());
    answer.on('close', () => forwarded.destroy());
    ask.pipe(forwarded);
  }

  #report(ask, answer) {
    let body = '';
    ask.on('data', (data) => (body += data));
    ask.on('end', () => {
      const report = JSON.parse(body)['csp-report'];
      this.violations.push(`${report['effective-directive'] ?? report['violated-directive']} ${report['blocked-uri']}`);
      answer.writeHead(204).end();
    });
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}
