// The packages as a merchant's compiler sees them: their scripts agree with their types, the examples in their test/
// folders compile under `strict`, and each line marked @ts-expect-error is refused. Called by `cargo xtask test`.
//
//   node check-types.mjs ROOT       with $KH_NPM where npm's packages are
import { join } from 'node:path';
import { typescript } from './read.mjs';

const [root] = process.argv.slice(2);
const npm = process.env.KH_NPM;
const ts = typescript(npm);
const installed = (name) => [join(npm, 'node_modules', name)];

const options = {
  strict: true,
  noEmit: true,
  allowJs: true,
  checkJs: true,
  exactOptionalPropertyTypes: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.ReactJSX,
  types: [],
  // Where npm would have put them for a merchant.
  paths: {
    'klarna-help': [join(root, 'packages/js/index.d.ts')],
    'klarna-help-react': [join(root, 'packages/react/index.d.ts')],
    react: installed('@types/react'),
    'react/*': [join(npm, 'node_modules/@types/react/*')],
  },
};
const files = [
  'packages/js/index.js',
  'packages/js/index.d.ts',
  'packages/js/test/usage.ts',
  'packages/react/index.js',
  'packages/react/index.d.ts',
  'packages/react/test/usage.tsx',
].map((name) => join(root, name));

const program = ts.createProgram(files, options);
const found = ts.getPreEmitDiagnostics(program);
const host = { getCurrentDirectory: () => root, getCanonicalFileName: (name) => name, getNewLine: () => '\n' };
if (found.length) console.error(ts.formatDiagnostics(found, host));
process.exitCode = found.length ? 1 : 0;
