// The real portal binary on a port of its own, with a fresh database, that can be killed and started again.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
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

  async up() {
    const args = ['--config', this.config ?? config, '--data', this.data, '--dist', dist, '--listen', `127.0.0.1:${this.port}`];
    args.push('--public-origin', this.url);
    for (const client of ['demo-shop', 'demo-blog']) args.push('--allow-origin', `${client}=http://localhost:${this.shopPort}`);
    args.push('--client-key', `demo-shop=${this.issuer.file}`);
    ({ child: this.child } = await start(bin, args, /listening on (\S+)/));
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

  /** Answers a case, as an agent does. */
  reply(id, agent, words) {
    return execFileSync(bin, ['cases', 'reply', id, '--agent', agent, '--data', this.data], { encoding: 'utf8', input: words });
  }

  /** Makes the day that a case was promised an answer by one of long ago. */
  late(id) {
    const code = 'import sqlite3,sys\ndb=sqlite3.connect(sys.argv[1])\ndb.execute("UPDATE cases SET expected_by=? WHERE id=?",("2026-01-02",sys.argv[2]))\ndb.commit()';
    return execFileSync('python3', ['-c', code, join(this.data, 'cases.db'), id], { encoding: 'utf8' });
  }

  log() {
    return this.child.said();
  }

  async remove() {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }
}
