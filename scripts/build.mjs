/**
 * Builds `src/` into `dist/`: `npm run build`. Nothing happens when nothing has changed since the last build; `--force`
 * builds anyway. `dist/console` is kept: build-console.mjs builds it.
 *
 * The new files are written to a folder beside `dist/`, which then takes its place. A service that runs from `dist/`
 * therefore never finds it missing or half-written. Each file is compiled by itself, in a second for all; types are
 * checked by `npm run typecheck`. Then bundle.mjs bundles the programs, so that they start faster.
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { argv, pid } from 'node:process';
import { fileURLToPath } from 'node:url';
import { bundlePrograms, pathBelow } from './bundle.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const DIST = join(ROOT, 'dist');
/** In a built folder: the digest of the sources that it was built from. */
export const STAMP = '.sources';
const LOCK = 'package-lock.json';
/** Besides `src/`, everything that a build depends on. */
const INPUTS = [LOCK, 'scripts/build.mjs', 'scripts/bundle.mjs'];

const SOURCES = join(ROOT, 'src');
/** As in tsconfig.json, which is for the check of types. */
export const OPTIONS = {
  sourcemap: true,
  target: 'es2023',
  tsconfig: false,
  helpers: { mode: 'External' },
  decorator: { legacy: true, emitDecoratorMetadata: true, strictNullChecks: true },
};
const HELPERS = 'decorators.js';
const HELPERS_CODE =
  "export { __decorate as decorate, __metadata as decorateMetadata, __param as decorateParam } from 'tslib';\n";

/** @returns true when `dist/` was built from the sources as they are now, or when there are no sources to build */
export function isBuilt() {
  return !existsSync(SOURCES) || stampOf(DIST) === digestOfSources();
}

/** The digest of the sources that a folder was built from. */
export function stampOf(folder) {
  const stamp = join(folder, STAMP);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

/**
 * Replaces `dist/`.
 *
 * @throws SyntaxErrors
 */
export async function build() {
  const folder = join(ROOT, `.dist-${pid}`);
  const digest = digestOfSources();
  removeAbandoned();
  try {
    const files = await compiled();
    writeFiles(folder, files);
    await bundlePrograms(folder, files, JSON.parse(readFileSync(join(ROOT, LOCK), 'utf8')));
    keepConsole(folder);
    writeFileSync(join(folder, STAMP), digest);
    replaceFolder(DIST, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The sources do not parse: `message` shows the places. */
class SyntaxErrors extends Error {
  name = 'SyntaxErrors';
}

/**
 * The contents of the files of `dist/`, by their paths in it. The migrations of the history are read at run time.
 *
 * @throws SyntaxErrors
 */
export async function compiled() {
  // Loaded only where something is built: a production installation has no compiler.
  const { transformSync } = await import('rolldown/utils');
  const files = new Map([[HELPERS, HELPERS_CODE]]);
  const problems = [];
  for (const path of sourceFiles()) {
    const name = pathBelow(SOURCES, path).replace(/\.ts$/, '.js');
    const text = readFileSync(path, 'utf8');
    if (path.endsWith('.sql')) {
      files.set(name, text);
      continue;
    }
    const { code, map, errors } = transformSync(path, text, OPTIONS);
    problems.push(...errors.map(({ message }) => message.trimEnd()));
    files.set(
      name,
      `${code}${importOfHelpers(code, name, HELPERS)}//# sourceMappingURL=${basename(name)}.map\n`,
    );
    files.set(`${name}.map`, JSON.stringify({ ...map, ...placeOf(path, name) }));
  }
  if (problems.length > 0) throw new SyntaxErrors(problems.join('\n'));
  return files;
}

/**
 * The compiler expects its helpers as `babelHelpers`. The import is for the end of a file, so that its lines keep their
 * numbers in the source map.
 *
 * @param name the path of the file with this code
 * @param helpers the path of the file that it imports
 */
export function importOfHelpers(code, name, helpers) {
  if (!code.includes('babelHelpers.')) return '';
  const path = pathBelow(dirname(name), helpers);
  return `import * as babelHelpers from '${path.startsWith('.') ? path : `./${path}`}';\n`;
}

function placeOf(path, name) {
  return {
    file: basename(name),
    sources: [relative(dirname(join(DIST, name)), path)],
    sourcesContent: undefined,
  };
}

/** @param files contents by paths below `folder` */
function writeFiles(folder, files) {
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** A console that another process replaces at this moment is left out: the next build makes it again. */
function keepConsole(folder) {
  const kept = join(folder, 'console');
  try {
    if (existsSync(join(DIST, 'console'))) cpSync(join(DIST, 'console'), kept, { recursive: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    rmSync(kept, { recursive: true, force: true });
  }
}

/** Two renames. Whoever builds at the same time may come in between: then the later build stays. */
export function replaceFolder(target, folder) {
  const old = `${folder}-old`;
  for (;;) {
    if (existsSync(target)) ignoringAbsence(() => renameSync(target, old));
    try {
      renameSync(folder, target);
      break;
    } catch (error) {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}

/** Removes the folders of builds that were killed. */
export function removeAbandoned() {
  for (const name of readdirSync(ROOT)) {
    const builder = /^\.dist-(\d+)(-console)?(-old)?$/.exec(name)?.[1];
    if (builder && !isRunning(Number(builder))) rmSync(join(ROOT, name), { recursive: true, force: true });
  }
}

function isRunning(id) {
  try {
    process.kill(id, 0);
    return id !== pid;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function ignoringAbsence(action) {
  try {
    action();
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function digestOfSources() {
  return digestOf([...INPUTS.map((name) => join(ROOT, name)), ...sourceFiles()]);
}

/** Of names and contents, not of times: a fresh checkout gives every file a new time and changes nothing. */
export function digestOf(files) {
  const digest = createHash('sha256').update(process.version);
  for (const file of files) digest.update(`\0${relative(ROOT, file)}\0`).update(readFileSync(file));
  return digest.digest('hex');
}

/** The files below a path, in an order that is the same everywhere. A file is its own. */
export function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

function sourceFiles() {
  return filesBelow(SOURCES).filter(isSource);
}

function isSource(path) {
  return path.endsWith('.sql') || (path.endsWith('.ts') && !path.endsWith('.spec.ts'));
}

if (resolve(argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  try {
    if (argv.includes('--force') || !isBuilt()) await build();
  } catch (error) {
    if (!(error instanceof SyntaxErrors)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
