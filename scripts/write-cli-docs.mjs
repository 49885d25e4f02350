/** Writes docs/cli.md, the help of every command of `celeriac`: `npm run docs:cli`. Needs no build. */
import { build } from 'esbuild';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'celeriac-docs-'));

try {
  const outfile = join(folder, 'reference.mjs');
  await build({
    entryPoints: [at('packages/cli/src/reference.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    alias: { '@celeriac/client': at('packages/client/src/index.ts') },
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
  });
  const { reference } = await import(pathToFileURL(outfile));
  writeFileSync(at('docs/cli.md'), reference());
} finally {
  rmSync(folder, { recursive: true });
}
