// How the client is built, served while developing, and tested.
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const server = process.env['VERBUND_SERVER'] ?? 'http://localhost:8080';

/** Lets the browser fetch the most frequent place beside the start, not after it. */
function preload_channel(): Plugin {
  return {
    name: 'preload-channel',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const page = Object.values(bundle ?? {}).find((part) => part.type === 'chunk' && part.name === 'ChannelPage');
        if (!page || page.type !== 'chunk') return [];
        const styles = [...(page.viteMetadata?.importedCss ?? [])];
        return [
          { tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${page.fileName}` }, injectTo: 'head' },
          ...styles.map((href) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'style', crossorigin: true, href: `/${href}` },
            injectTo: 'head' as const,
          })),
        ];
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), preload_channel()],
  build: {
    target: ['chrome109', 'firefox115', 'safari16.4'],
    // Everything is hashed and cached for good, fonts too: inlined they would block the first paint.
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/rpc': { target: server, changeOrigin: false },
      '/ws': { target: server, ws: true, changeOrigin: false },
    },
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test_setup.ts'],
  },
});
