// What an engine's errands run against: the real portal and the demo shop, each behind a front that sees everything.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Portal, freePort } from '../../e2e/lib/portal.mjs';
import { end, start } from '../../e2e/lib/process.mjs';
import { Front } from './front.mjs';

export class World {
  static async start() {
    const world = new World();
    world.shop = await Front.start('localhost');
    world.help = await Front.start('127.0.0.1');
    world.portal = new Portal(await freePort(), world.shop.port, mkdtempSync(join(tmpdir(), 'kh-engines-')));
    // What browsers see as the portal's origin is its front's.
    world.portal.url = world.help.url;
    await world.portal.up();
    world.help.to(world.portal.port);
    const behind = await freePort();
    const args = ['shop', '--port', String(behind), '--portal', world.help.url];
    ({ child: world.shopProcess } = await start(process.env.KH_SHOP, args, /http:\/\/localhost:\d+/));
    world.shop.to(behind);
    return world;
  }

  async stop() {
    await end(this.shopProcess);
    await this.portal.remove();
    await this.shop.stop();
    await this.help.stop();
  }
}
