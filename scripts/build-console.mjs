/**
 * Builds `packages/console` into `dist/console`, from where the API serves it. Nothing happens when nothing has changed
 * since the last build. Beside each file stand its compressed forms, `.br` and `.gz`.
 *
 * The new files take the place of the old ones at once. A running API keeps those that it has read at its start.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { argv, pid } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import {
  DIST,
  ROOT,
  STAMP,
  digestOf,
  filesBelow,
  removeAbandoned,
  replaceFolder,
  stampOf,
} from './build.mjs';

const CONSOLE = join(ROOT, 'packages/console');
const TARGET = join(DIST, 'console');
/** Besides its own, the sources that it is built from. */
const INPUTS = ['packages/client/src', 'package-lock.json', 'scripts/build-console.mjs'];
const OWN = ['index.html', 'package.json', 'tsconfig.json', 'vite.config.ts', 'src'];
const IS_SPEC = /\.spec\.tsx?$/;

const COMPRESSED = {
  br: promisify((content, done) =>
    brotliCompress(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }, done),
  ),
  gz: promisify((content, done) => gzip(content, { level: 9 }, done)),
};

/** @returns true when `dist/console` was built from the sources as they are now, or when there are no sources */
export function isConsoleBuilt() {
  return !existsSync(CONSOLE) || stampOf(TARGET) === digestOfSources();
}

/** Replaces `dist/console`. */
export async function buildConsole() {
  const folder = join(ROOT, `.dist-${pid}-console`);
  const digest = digestOfSources();
  removeAbandoned();
  try {
    await bundleInto(folder);
    await Promise.all(filesBelow(folder).flatMap(compress));
    writeFileSync(join(folder, STAMP), digest);
    mkdirSync(DIST, { recursive: true });
    replaceFolder(TARGET, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bundleInto(folder) {
  process.env.NODE_ENV = 'production'; // another value makes Vite keep what helps in development
  // Loaded only where something is built: it is not in the image, nor in any other production installation.
  const { build } = await import('vite');
  const rolldownOptions = { checks: { pluginTimings: false } }; // a warning on a busy machine
  await build({
    root: CONSOLE,
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true, rolldownOptions },
  });
}

/** The page itself is compressed by the API, which writes its base path into it. */
function compress(file) {
  if (file.endsWith('.html')) return [];
  const content = readFileSync(file);
  return Object.entries(COMPRESSED).map(async ([name, compressed]) =>
    writeFileSync(`${file}.${name}`, await compressed(content)),
  );
}

function digestOfSources() {
  const roots = [...INPUTS.map((name) => join(ROOT, name)), ...OWN.map((name) => join(CONSOLE, name))];
  return digestOf(roots.flatMap(filesBelow).filter((file) => !IS_SPEC.test(file)));
}

if (resolve(argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  if (argv.includes('--force') || !isConsoleBuilt()) await buildConsole();
}
