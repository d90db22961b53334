// Writes .br and .gz beside every file under the folder given that is worth it, with Node's own zlib:
// the reference encoders, at full effort, and no compression crate for xtask to compile.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const SMALLEST = 200; // below this the headers weigh as much as what is saved

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

for (const path of [...files(process.argv[2])]) {
  if (/\.(br|gz)$/.test(path)) continue;
  const bytes = readFileSync(path);
  if (bytes.length <= SMALLEST) continue;
  const text = /\.(html|js|css|json)$/.test(path);
  writeFileSync(path + '.br', brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      [constants.BROTLI_PARAM_MODE]: text ? constants.BROTLI_MODE_TEXT : constants.BROTLI_MODE_GENERIC,
    },
  }));
  writeFileSync(path + '.gz', gzipSync(bytes, { level: 9 }));
}
