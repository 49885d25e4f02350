/**
 * Writes dist/template.json.gz, from which `celeriac new app` makes projects: run by `npm pack` and `npm publish`. In the
 * repository itself there is none, and the files are read where they are.
 */
import { build } from 'esbuild';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { argv } from 'node:process';
import { gzipSync } from 'node:zlib';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const TEMPLATE = at('../dist/template.json.gz');

if (argv.includes('--remove')) rmSync(TEMPLATE, { force: true });
else writeFileSync(TEMPLATE, gzipSync(JSON.stringify(await template()), { level: 9 }));

async function template() {
  const { outputFiles } = await build({
    entryPoints: [at('../src/commands/project/new-app/template-files.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { templateOf } = await import(`data:text/javascript;base64,${code}`);
  return templateOf(at('../../..'));
}
