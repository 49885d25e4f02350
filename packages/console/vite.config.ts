import { fileURLToPath } from 'node:url';
import { type Plugin, defineConfig } from 'vite';

/** The address of the API that `npm run dev` has started. */
const api = process.env['API_URL'] ?? 'http://localhost:8000';

/** Modules that are loaded together: one chunk for each would cost a fifth more bytes. The first match counts. */
const CHUNKS = [
  { name: 'graph', test: /node_modules\/@dagrejs|screens\/workflows\/graph\/(?!lazy-graph|graph-model)/ },
  { name: 'charts', test: /components\/charts\/(?!progress|meter\.css)/ },
  { name: 'overview', test: /screens\/overview\// },
  { name: 'forms', test: /components\/(form|json)\/|src\/schema\/|new-task\/options-schema/ },
  { name: 'tasks', test: /screens\/(tasks|task|new-task)\// },
  {
    name: 'operations',
    test: /screens\/(queues|workers|errors|workflows|schedules|bulk-actions|audit|settings)\/|api\/schedules/,
  },
  { name: 'base', test: /packages\/(client|console)\/src|node_modules/ },
].map((group, index) => ({ ...group, priority: 10 - index }));

/** Vite serves its base with a slash only; the console's first page has none. */
const servesFirstPage: Plugin = {
  name: 'first-page',
  configureServer: ({ middlewares }) => {
    middlewares.use((request, _response, next) => {
      request.url = request.url?.replace(/^\/dashboard(?=$|\?)/, '/dashboard/');
      next();
    });
  },
};

export default defineConfig(({ command }) => ({
  // Relative: the server that serves the pages knows under which path, the build does not.
  base: command === 'build' ? './' : '/dashboard/',
  plugins: [servesFirstPage],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: {
    alias: { '@celeriac/client': fileURLToPath(new URL('../client/src/index.ts', import.meta.url)) },
  },
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0, // the CSP allows no inline resources
    modulePreload: { polyfill: false },
    cssCodeSplit: true,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups: CHUNKS } } },
  },
  server: { proxy: { '^/(?!dashboard(/|$))': { target: api, changeOrigin: false } } },
}));
