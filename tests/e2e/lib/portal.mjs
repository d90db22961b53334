// The real portal binary on a port of its own, with a fresh database, that can be killed and started again.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Issuer } from './identity.mjs';
import { end, start } from './process.mjs';

const bin = process.env.KH_PORTAL_BIN;
const dist = process.env.KH_DIST;
const config = new URL('../../../portal.toml', import.meta.url).pathname;

/** A port that is free now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Portal {
  constructor(port, shopPort, data) {
    Object.assign(this, { port, shopPort, data, url: `http://127.0.0.1:${port}` });
  }

  /** `more.config`: another configuration than the demo's. */
  static async start(shopPort, more = {}) {
    const portal = new Portal(await freePort(), shopPort, mkdtempSync(join(tmpdir(), 'kh-portal-')));
    Object.assign(portal, more);
    portal.issuer = new Issuer('demo-shop', join(portal.data, 'demo-shop.jwk'));
    await portal.up();
    return portal;
  }

  /** `work`: when a proof of work is asked for, if not under pressure. */
  async up({ work = 'pressure' } = {}) {
    const args = ['--config', this.#config(work), '--data', this.data, '--dist', dist, '--listen', `127.0.0.1:${this.port}`];
    args.push('--public-origin', this.url);
    for (const client of ['demo-shop', 'demo-blog']) args.push('--allow-origin', `${client}=http://localhost:${this.shopPort}`);
    args.push('--client-key', `demo-shop=${this.issuer.file}`);
    ({ child: this.child } = await start(bin, args, /listening on (\S+)/));
  }

  /** The given configuration, or the demo's, but for mail, which goes to a folder of this portal's own, and for work. */
  #config(work) {
    const file = join(this.data, 'portal.toml');
    const demo = readFileSync(this.config ?? config, 'utf8').replace(/^\[(mail|work)\]\n(?:(?!\[).*\n?)*/gm, '');
    const mail = `[mail]\nfolder = ${JSON.stringify(this.mail)}\nfrom = "Help <help@shop.example>"\n`;
    writeFileSync(file, `${demo}\n${mail}\n[work]\nask = "${work}"\nnumber_max = 20000\n`);
    return file;
  }

  /** The folder that mail goes to. */
  get mail() {
    return join(this.data, 'mail');
  }

  /** Mails so far, oldest first. */
  mails() {
    const files = readdirSync(this.mail).sort();
    return files.map((file) => readFileSync(join(this.mail, file), 'utf8'));
  }

  /** The code that was mailed last for a case, once it was. */
  async code(id) {
    for (let i = 0; i < 100; i += 1) {
      const codes = this.mails().flatMap((mail) => mail.match(new RegExp(`^Subject: (\\d{6}) is your code for ${id}`, 'm'))?.[1] ?? []);
      if (codes.length) return codes.at(-1);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no code for ${id} among ${this.mails().length} mails`);
  }

  async ensure() {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) await this.up();
  }

  stop(signal) {
    return end(this.child, signal);
  }

  /** Runs a `cases …` command of the portal, as an agent would. */
  cases(...args) {
    return execFileSync(bin, ['cases', ...args, '--data', this.data], { encoding: 'utf8' });
  }

  /** What was voted so far: the report for authors. */
  votes() {
    return execFileSync(bin, ['votes', 'list', '--data', this.data], { encoding: 'utf8' });
  }

  /** The IDs of all cases, newest first. */
  ids() {
    return this.cases('list').match(/^KH-\S+/gm) ?? [];
  }

  /** Everything that the portal holds of a case. */
  export(id) {
    return JSON.parse(execFileSync(bin, ['export', id, '--config', join(this.data, 'portal.toml'), '--data', this.data], { encoding: 'utf8' }));
  }

  /** Answers a case, as an agent does. */
  reply(id, agent, words) {
    return execFileSync(bin, ['cases', 'reply', id, '--agent', agent, '--data', this.data], { encoding: 'utf8', input: words });
  }

  /** Makes the day that a case was promised an answer by one of long ago. */
  late(id) {
    const code = 'import sqlite3,sys\ndb=sqlite3.connect(sys.argv[1])\ndb.execute("UPDATE cases SET expected_by=? WHERE id=?",("2026-01-02",sys.argv[2]))\ndb.commit()';
    return execFileSync('python3', ['-c', code, join(this.data, 'portal.sqlite'), id], { encoding: 'utf8' });
  }

  log() {
    return this.child.said();
  }

  async remove() {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }
}
