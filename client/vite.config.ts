import { cpSync, createReadStream, existsSync } from 'node:fs';
import { join, normalize } from 'node:path';
import preact from '@preact/preset-vite';
import glsl from 'vite-plugin-glsl';
import { defineConfig, type Plugin } from 'vite';

/** Serves the generated avatars and places from artifacts/assets while developing; the server does so otherwise. */
function generatedAssets(): Plugin {
  const root = join(import.meta.dirname, '../artifacts/assets');
  return {
    name: 'generated-assets',
    configureServer(server) {
      server.middlewares.use('/assets', (request, response, next) => {
        const path = normalize(join(root, decodeURIComponent((request.url ?? '/').split('?')[0])));
        if (!path.startsWith(root) || !existsSync(path)) return next();
        response.setHeader('Content-Type', path.endsWith('.json') ? 'application/json' : 'model/gltf-binary');
        createReadStream(path).pipe(response);
      });
    },
  };
}

/** Character maps, fonts and decoders of pdf.js, which it fetches as a document needs them. */
function pdfParts(): Plugin {
  const from = join(import.meta.dirname, 'node_modules/pdfjs-dist'), parts = ['cmaps', 'standard_fonts', 'wasm', 'iccs'];
  return {
    name: 'pdf-parts',
    closeBundle() {
      for (const part of parts) cpSync(join(from, part), join(import.meta.dirname, 'dist/pdf', part), { recursive: true, filter: (path) => !/fallback|quickjs/.test(path) });
    },
    configureServer(dev) {
      dev.middlewares.use('/pdf', (request, response, next) => {
        const path = normalize(join(from, decodeURIComponent((request.url ?? '/').split('?')[0])));
        if (!path.startsWith(from) || !existsSync(path)) return next();
        createReadStream(path).pipe(response);
      });
    },
  };
}

const server = process.env.KAPOK_SERVER ?? 'http://localhost:5080';

export default defineConfig({
  plugins: [preact(), glsl({ minify: false }), generatedAssets(), pdfParts()],
  build: {
    outDir: 'dist',
    assetsDir: 'app',
    target: 'es2022',
    manifest: true,
    sourcemap: false,
    rolldownOptions: { input: { main: 'index.html', harness: 'harness.html' } },
  },
  server: { proxy: { '/api': server, '/files': server, '/rt': { target: server, ws: true } } },
  test: { include: ['test/**/*.test.ts'], environment: 'node', testTimeout: 60_000, hookTimeout: 60_000, teardownTimeout: 60_000 },
} as Parameters<typeof defineConfig>[0]);
