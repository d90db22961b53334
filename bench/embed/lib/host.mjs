// The merchant's checkout: a small server of pre-compressed files with keep-alive, and the page with or without a widget.
//
// The page is the same to the byte but for the widget's own tags. The yardsticks' files come from this server too, as
// their documentation has it for Pagefind; ours come from the portal, on an origin of its own.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json', '.svg': 'image/svg+xml' };
const page = new URL('../page/', import.meta.url).pathname;

export class Host {
  #files = new Map();

  static async start(port) {
    const host = new Host();
    host.add('/shop.css', join(page, 'shop.css'));
    host.add('/shop.js', join(page, 'shop.js'));
    host.template = readFileSync(join(page, 'checkout.html'), 'utf8');
    host.server = createServer((request, response) => host.#answer(request, response));
    host.server.keepAliveTimeout = 60_000;
    await new Promise((resolve) => host.server.listen(port, resolve));
    host.url = `http://localhost:${host.server.address().port}`;
    return host;
  }

  /** Serves a file, or a folder of them, under a path. */
  add(at, file) {
    if (statSync(file).isDirectory()) for (const name of readdirSync(file)) this.add(`${at}/${name}`, join(file, name));
    else this.#put(at, readFileSync(file));
  }

  /** A page of its own for a widget; returns its address. */
  page({ head = '', body = '', foot = '' }) {
    return this.#serve(this.template.replace('<!--head-->', () => head).replace('<!--body-->', () => body).replace('<!--foot-->', () => foot));
  }

  /** A page with nothing in it; returns its address. */
  empty() {
    return this.#serve('<!doctype html>');
  }

  #serve(html) {
    const path = `/checkout-${createHash('sha256').update(html).digest('hex').slice(0, 8)}.html`;
    this.#put(path, Buffer.from(html));
    return this.url + path;
  }

  #put(path, bytes) {
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    const small = extname(path) in TYPES ? brotliCompressSync(bytes) : bytes;
    this.#files.set(path, { type, small, brotli: small !== bytes });
  }

  #answer(request, response) {
    const file = this.#files.get(new URL(request.url, 'http://host').pathname);
    if (!file) return response.writeHead(404).end();
    const cached = file.type.startsWith('text/html') ? 'no-cache' : 'public, max-age=31536000, immutable';
    const headers = { 'content-type': file.type, 'content-length': file.small.length, 'cache-control': cached };
    if (file.brotli) headers['content-encoding'] = 'br';
    response.writeHead(200, headers).end(file.small);
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
