// Bundles the parts of the page that know nothing of a browser and loads them in Node, so that tests run the shipped code.
import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../src/', import.meta.url));
// esbuild is what Vite builds the page with.
const { build } = createRequire(createRequire(import.meta.url).resolve('vite'))('esbuild');

const entry = `
  export * from './lib/rpc/connection';
  export * from './lib/rpc/error';
  export * from './lib/streams/reducer';
  export * from './lib/streams/store';
  export * from './lib/streams/entry';
  export * from './features/chat/loaders';
  export * from './features/chat/outbox';
  export * from './features/spaces/unread';
  export * from './features/spaces/unread_store';`;

/** Replaces texts of source files while they are bundled; a text that is not there is an error, so that no defect is planted in vain. */
function planted(defects) {
  return {
    name: 'planted defects',
    setup(bundling) {
      for (const { file, from, to } of defects)
        bundling.onLoad({ filter: new RegExp(`/src/${file.replace(/\./g, '\\.')}$`) }, async ({ path }) => {
          const text = await readFile(path, 'utf8');
          if (!text.includes(from)) throw new Error(`${file} does not hold the text to replace: ${from}`);
          return { contents: text.replace(from, to), loader: 'ts' };
        });
    },
  };
}

/** The modules above as one; `defects` are [{file, from, to}], at most one a file, with `file` below src/. */
export async function load_in_node({ defects = [] } = {}) {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: source, loader: 'ts' },
    bundle: true, write: false, format: 'esm', platform: 'node', target: 'node18', jsx: 'automatic',
    nodePaths: [join(source, '../node_modules')], logLevel: 'silent', plugins: [planted(defects)],
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
