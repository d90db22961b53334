// tus-js-client, the protocol's own, uploads to the real portal: what it does and what befalls it on the way.
//
// No browser has a part in this. Not here: what each header does (crates/portal/tests/portal/uploads.rs).
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { readFileSync, readdirSync } from 'node:fs';
import { check, same } from '../lib/world.mjs';

const tus = createRequire(join(process.env.KH_NPM, 'package.json'))('tus-js-client');
const MIB = 1024 * 1024;

/** Text of so many bytes, of which no two places look the same. */
function text(size) {
  let lines = '';
  for (let n = 0; lines.length < size; n += 1) lines += `line ${n}\n`;
  return Buffer.from(lines.slice(0, size));
}

/** One upload to its end; what became of it, and how many requests of each method it took. */
function upload(origin, bytes, options = {}) {
  const methods = {};
  let started;
  const done = new Promise((resolve, reject) => {
    started = new tus.Upload(bytes, {
      endpoint: `${origin}/api/v1/uploads`,
      metadata: { client: 'demo-shop', filename: 'carrier.txt', filetype: 'text/plain' },
      retryDelays: [50, 100, 200, 400, 800, 1600, 1600, 1600, 1600],
      ...options,
      onBeforeRequest: async (request) => {
        methods[request.getMethod()] = (methods[request.getMethod()] ?? 0) + 1;
        await options.onBeforeRequest?.(request);
      },
      onSuccess: () => resolve({ url: started.url, methods }),
      onError: reject,
    });
    started.start();
  });
  return Object.assign(done, { upload: started });
}

/** The file that the portal stored. */
function stored(portal, url) {
  const id = url.split('/').at(-1);
  return readFileSync(join(portal.data, 'files', id.slice(0, 2), id));
}

function refused(promise) {
  return promise.then(
    () => { throw new Error('it was taken'); },
    (error) => error.originalResponse?.getStatus(),
  );
}

/** A way to the portal that is cut, both ends at once, after so many bytes; and then whole. */
async function cutAfter(port, limit) {
  let cuts = 0;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    let passed = 0;
    near.on('data', (bytes) => {
      passed += bytes.length;
      far.write(bytes);
      if (cuts === 0 && passed > limit) {
        cuts += 1;
        near.destroy();
        far.destroy();
      }
    });
    far.on('data', (bytes) => near.write(bytes));
    for (const [one, other] of [[near, far], [far, near]]) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.end());
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, cuts: () => cuts, close: () => server.close() };
}

export const tests = {
  'a file of one byte and one of ten MiB come whole, one of none or more does not': async ({ portal }) => {
    for (const size of [1, 10 * MIB]) {
      const bytes = text(size);
      const { url } = await upload(portal.url, bytes);
      check(stored(portal, url).equals(bytes), `${size} bytes came whole`);
    }
    same(await refused(upload(portal.url, Buffer.alloc(0))), 400, 'nothing');
    same(await refused(upload(portal.url, text(10 * MIB + 1))), 413, 'too much');
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    same(await refused(upload(portal.url, page)), 415, 'a page');
  },

  'a file comes in chunks, each with its checksum': async ({ portal }) => {
    const bytes = text(3 * MIB + 5);
    let spoiled = false;
    const { url, methods } = await upload(portal.url, bytes, {
      chunkSize: MIB,
      onBeforeRequest: (request) => {
        if (request.getMethod() !== 'PATCH') return;
        const offset = Number(request.getHeader('Upload-Offset'));
        const sum = createHash('sha256').update(bytes.subarray(offset, offset + MIB));
        // The second chunk says something else once.
        if (offset === MIB && !spoiled) {
          spoiled = true;
          sum.update('!');
        }
        request.setHeader('Upload-Checksum', `sha256 ${sum.digest('base64')}`);
      },
      onShouldRetry: (error) => error.originalResponse?.getStatus() === 460,
    });
    same(methods, { POST: 1, PATCH: 5, HEAD: 1 }, 'requests');
    check(stored(portal, url).equals(bytes), 'it came whole');
  },

  'bytes come with the creation': async ({ portal }) => {
    const bytes = text(100_000);
    const { url, methods } = await upload(portal.url, bytes, { uploadDataDuringCreation: true });
    same(methods, { POST: 1 }, 'requests');
    check(stored(portal, url).equals(bytes), 'it came whole');
  },

  'an upload goes on after its connection was cut': async ({ portal }) => {
    const way = await cutAfter(portal.port, 5 * MIB);
    try {
      const bytes = text(8 * MIB);
      const { url, methods } = await upload(way.origin, bytes);
      same([way.cuts(), methods.POST], [1, 1], 'cuts, uploads');
      check(methods.HEAD >= 1 && methods.PATCH >= 2, 'it asked how far it was and went on');
      check(stored(portal, url).equals(bytes), 'it came whole');
    } finally {
      way.close();
    }
  },

  'an upload goes on after the portal was killed': async ({ portal }) => {
    const bytes = text(8 * MIB);
    let killed = false;
    let from = 0;
    const { url, methods } = await upload(portal.url, bytes, {
      chunkSize: 3 * MIB,
      onBeforeRequest: (request) => {
        if (request.getMethod() === 'PATCH') from = Number(request.getHeader('Upload-Offset'));
      },
      onProgress: async (sent) => {
        // In the middle of the second chunk.
        if (killed || sent <= 3 * MIB + 100_000) return;
        killed = true;
        await portal.stop('SIGKILL');
        await portal.up();
      },
    });
    check(killed, 'the portal was killed');
    same(methods.POST, 1, 'uploads');
    check(from >= 3 * MIB, 'what was on disk was not sent again');
    check(stored(portal, url).equals(bytes), 'it came whole');
  },

  'an upload is ended and gone': async ({ portal }) => {
    let half;
    await new Promise((resolve, reject) => {
      const onChunkComplete = () => half.upload.abort(true).then(resolve, reject);
      half = upload(portal.url, text(2 * MIB), { chunkSize: MIB, onChunkComplete });
    });
    const headers = { 'Tus-Resumable': '1.0.0' };
    same((await fetch(half.upload.url, { method: 'HEAD', headers })).status, 404, 'status');
    const id = half.upload.url.split('/').pop();
    same(readdirSync(join(portal.data, 'uploads')).filter((name) => name.startsWith(id)), [], 'its bytes on their way');
  },
};
