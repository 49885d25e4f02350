/**
 * Builds `src/` into `dist/`: `npm run build`. Nothing happens when nothing has changed since the last build; `--force`
 * builds anyway.
 *
 * The new files are written to a folder beside `dist/`, which then takes its place. A service that runs from `dist/`
 * therefore never finds it missing or half-written. Types are not checked here (`npm run typecheck` does that), which
 * makes a build three times as fast.
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { argv, pid } from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
/** In `dist/`: the digest of the sources that it was built from. */
const STAMP = '.sources';
const CONFIG = 'tsconfig.build.json';
/** Besides `src/`, everything that a build depends on. */
const INPUTS = [CONFIG, 'tsconfig.json', 'package-lock.json', 'scripts/build.mjs'];

/** @returns true when `dist/` was built from the sources as they are now, or when there are no sources to build */
export function isBuilt() {
  if (!existsSync(join(ROOT, 'src'))) return true;
  const stamp = join(DIST, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOfSources();
}

/**
 * Replaces `dist/`.
 *
 * @param first an entry file of `src/`, which is compiled before the rest together with what it imports
 * @param check called with the path of that compiled file; when it rejects, `dist/` stays as it was
 * @throws SyntaxErrors
 */
export async function build(first, check) {
  const folder = join(ROOT, `.dist-${pid}`);
  const digest = digestOfSources();
  removeAbandoned();
  try {
    const { compile, files } = compilerInto(folder);
    if (first) {
      compile([join(ROOT, 'src', first)]);
      await check(join(folder, first.replace(/\.ts$/, '.js')));
    }
    compile(files);
    copySql(folder);
    writeFileSync(join(folder, STAMP), digest);
    replaceDist(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The sources do not parse: `message` is what the compiler prints, with places. */
class SyntaxErrors extends Error {
  name = 'SyntaxErrors';
}

/** A compiler that keeps what it has parsed, so that a second compilation only reads what is new to it. */
function compilerInto(folder) {
  // It is a CommonJS package of 9 MB: loaded only where something is built.
  const ts = createRequire(import.meta.url)('typescript');
  const path = join(ROOT, CONFIG);
  const config = ts.getParsedCommandLineOfConfigFile(
    path,
    { outDir: folder },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  const host = ts.createCompilerHost(config.options);
  let program;
  return { compile, files: config.fileNames };

  function compile(rootNames) {
    program = ts.createProgram({ rootNames, options: config.options, host, oldProgram: program });
    const problems = [...config.errors, ...program.getSyntacticDiagnostics(), ...program.emit().diagnostics];
    if (problems.length > 0) fail(...problems);
  }

  function fail(...problems) {
    const format = {
      getCanonicalFileName: (name) => name,
      getCurrentDirectory: () => ROOT,
      getNewLine: () => '\n',
    };
    throw new SyntaxErrors(ts.formatDiagnostics(problems, format).trimEnd());
  }
}

/** The migrations of the history are read at run time. */
function copySql(folder) {
  const source = join(ROOT, 'src');
  for (const path of filesBelow(source).filter((file) => file.endsWith('.sql')))
    cpSync(path, join(folder, relative(source, path)));
}

/** Two renames. Whoever builds at the same time may come in between: then the later build stays. */
function replaceDist(folder) {
  const old = join(ROOT, `.dist-${pid}-old`);
  for (;;) {
    if (existsSync(DIST)) ignoringAbsence(() => renameSync(DIST, old));
    try {
      renameSync(folder, DIST);
      break;
    } catch (error) {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}

/** Removes the folders of builds that were killed. */
function removeAbandoned() {
  for (const name of readdirSync(ROOT)) {
    const builder = /^\.dist-(\d+)(-old)?$/.exec(name)?.[1];
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

/** Of names and contents, not of times: a fresh checkout gives every file a new time and changes nothing. */
function digestOfSources() {
  const digest = createHash('sha256').update(process.version);
  for (const file of [...INPUTS.map((name) => join(ROOT, name)), ...filesBelow(join(ROOT, 'src'))]) {
    digest.update(`\0${relative(ROOT, file)}\0`).update(readFileSync(file));
  }
  return digest.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : isSource(path) ? [path] : []));
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
