// Bundles the parts of the page that know nothing of a browser and loads them in Node, so that tests run the shipped code.
import { webcrypto } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// Every browser has it; Node only from 20 on.
globalThis.crypto ??= webcrypto;

const present = fileURLToPath(new URL('../src/', import.meta.url));
const packages = fileURLToPath(new URL('../node_modules/', import.meta.url));
// esbuild is what Vite builds the page with.
const { build } = createRequire(createRequire(import.meta.url).resolve('vite'))('esbuild');

const modules = [
  'lib/rpc/connection', 'lib/rpc/environment', 'lib/rpc/error', 'lib/streams/reducer', 'lib/streams/store', 'lib/streams/entry',
  'features/chat/loaders', 'features/chat/outbox', 'features/news/loaders', 'features/spaces/unread', 'features/spaces/unread_store',
];

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

/**
 * The modules above as one; `defects` are [{file, from, to}], at most one a file, with `file` below src/. `source` is the
 * src/ of another release; of that only the modules it has.
 */
export async function load_in_node({ defects = [], source = present } = {}) {
  const there = modules.filter((each) => source === present || existsSync(join(source, `${each}.ts`)));
  const entry = there.map((each) => `export * from './${each}';`).join('\n');
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: source, loader: 'ts' },
    bundle: true, write: false, format: 'esm', platform: 'node', target: 'node18', jsx: 'automatic',
    nodePaths: [packages], logLevel: 'silent', plugins: [planted(defects)],
  });
  const folder = await mkdtemp(join(tmpdir(), 'verbund-page-'));
  try {
    const file = join(folder, 'page.mjs');
    await writeFile(file, outputFiles[0].contents);
    return await import(pathToFileURL(file).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
