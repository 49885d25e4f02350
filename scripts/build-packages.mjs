/**
 * Builds `packages/`, or the packages that it is given: the client as modules, the command line as one file that needs
 * no other package. Types are not checked here; `npm pack` adds the client's declarations.
 *
 * Only files that change are written, each at once: programs may run from them meanwhile.
 */
import { build } from 'esbuild';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, pid } from 'node:process';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../packages/${path}`, import.meta.url));

const common = { format: 'esm', target: 'node20', sourcemap: false, logLevel: 'warning', write: false };

const PACKAGES = {
  client: () => ({
    ...common,
    entryPoints: sourcesOf('client'),
    outdir: at('client/dist'),
    target: 'es2022',
  }),
  cli: () => ({
    ...common,
    entryPoints: [at('cli/src/main.ts')],
    outfile: at('cli/dist/celeriac.js'),
    bundle: true,
    minify: true, // less to read at each start
    platform: 'node',
    alias: { '@celeriac/client': at('client/src/index.ts') },
    // commander is a CommonJS package.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
  }),
};

const given = argv.slice(2);
await Promise.all((given.length > 0 ? given : Object.keys(PACKAGES)).map(buildPackage));

async function buildPackage(name) {
  const { outputFiles } = await build(PACKAGES[name]());
  const written = new Set(outputFiles.map(({ path }) => path));
  for (const { path, contents } of outputFiles) writeIfChanged(path, contents);
  for (const path of filesIn(at(`${name}/dist`)))
    if (/\.(js|d\.ts)$/.test(path) && !written.has(path.replace(/\.d\.ts$/, '.js'))) rmSync(path);
}

function writeIfChanged(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${pid}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}

function sourcesOf(name) {
  return filesIn(at(`${name}/src`)).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
