// What an engine's errands run against: the real portal and the demo shop, each behind a front that sees everything.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Portal, freePort } from '../../e2e/lib/portal.mjs';
import { Issuer } from '../../e2e/lib/identity.mjs';
import { end, start } from '../../e2e/lib/process.mjs';
import { Front } from './front.mjs';

export class World {
  static async start() {
    const world = new World();
    try {
      await world.#up();
    } catch (error) {
      // A server left behind would keep the runner from ending.
      await world.stop();
      throw error;
    }
    return world;
  }

  async #up() {
    this.shop = await Front.start('localhost');
    this.help = await Front.start('127.0.0.1');
    this.portal = new Portal(await freePort(), this.shop.port, mkdtempSync(join(tmpdir(), 'kh-engines-')));
    this.portal.issuer = new Issuer('demo-shop', join(this.portal.data, 'demo-shop.jwk'));
    // What browsers see as the portal's origin is its front's.
    this.portal.url = this.help.url;
    await this.portal.up();
    this.help.to(this.portal.port);
    const behind = await freePort();
    const args = ['shop', '--port', String(behind), '--portal', this.help.url];
    ({ child: this.shopProcess } = await start(process.env.KH_SHOP, args, /http:\/\/localhost:\d+/));
    this.shop.to(behind);
  }

  async stop() {
    await end(this.shopProcess);
    await this.portal?.remove();
    await this.shop?.stop();
    await this.help?.stop();
  }
}
