/**
 * Builds `packages/`: the client as modules, the command line as one file that needs no other package. Types are not
 * checked here; `npm pack` adds the client's declarations.
 */
import { build } from 'esbuild';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../packages/${path}`, import.meta.url));

const common = { format: 'esm', target: 'node20', sourcemap: false, logLevel: 'warning' };

await Promise.all([
  build({ ...common, entryPoints: sourcesOf('client'), outdir: at('client/dist'), target: 'es2022' }),
  build({
    ...common,
    entryPoints: [at('cli/src/main.ts')],
    outfile: at('cli/dist/celeriac.js'),
    bundle: true,
    platform: 'node',
    alias: { '@celeriac/client': at('client/src/index.ts') },
    // commander is a CommonJS package.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
  }),
]);

function sourcesOf(name) {
  const files = readdirSync(at(`${name}/src`), { recursive: true });
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => at(`${name}/src/${file}`));
}
