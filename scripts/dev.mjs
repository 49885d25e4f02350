/**
 * `npm run dev`: everything that `npm start` starts, restarted after each change of `src/`, and the console from Vite,
 * which replaces changed styles in the open page, and loads it again for changed code: its address is its state. Redis
 * and the history keep running. One address serves all: Vite passes on to the API whatever is not the console's.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DIST, ROOT, build, isBuilt } from './build.mjs';

const CONSOLE = join(ROOT, 'packages/console');
const PORT = 5173;
/** An editor that saves several files needs this long at most. */
const SAVING_MS = 50;
const IN_WORDS = ['ConfigError', 'SyntaxErrors'];

/** A change does not wait for long tasks: they are put back, as in a deploy. */
process.env.SHUTDOWN_TIMEOUT_MS ??= '2000';

/** Without the variables of `.env`, so that a change of that file counts at the next start. */
const environment = { ...process.env };
const say = (line) => console.log(line);
let standalone;
let vite;
let isChanged = false;
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop());
let updated = update().catch(fail);

/** The next update waits for the one that runs, and until an editor has saved all files. */
function changed() {
  if (isChanged) return;
  isChanged = true;
  updated = updated.then(async () => {
    await pause(SAVING_MS);
    isChanged = false;
    await update().catch(show);
  });
}

/** Starts the service at first and after a failed start; otherwise restarts what has changed. */
async function update() {
  const isCurrent = isBuilt();
  if (!isCurrent) {
    say('Compiling …');
    await build();
  }
  if (isStopping) return;
  if (standalone === undefined) return start();
  if (isCurrent) return;
  say('The sources have changed: restarting the API, the worker and the bridge …');
  standalone.send('restart');
}

async function start() {
  vite ??= startVite();
  const server = await vite;
  const [address] = server.resolvedUrls.local;
  standalone = fork(join(DIST, 'standalone.js'), [`--console=${address.replace(/\/$/, '')}`], {
    env: environment,
  });
  standalone.once('exit', (exitCode) => {
    standalone = undefined;
    if (isStopping) return;
    say(`Stopped (exit code ${exitCode}). The next change starts everything again.`);
  });
}

async function startVite() {
  process.env.API_URL = await apiUrl();
  const { createLogger, createServer } = await import('vite');
  const customLogger = createLogger('warn');
  const { error } = customLogger;
  // While the API restarts, the open page asks in vain, and shows that.
  customLogger.error = (text, options) => text.includes('http proxy error') || error(text, options);
  const server = await createServer({
    root: CONSOLE,
    clearScreen: false,
    server: { port: PORT },
    customLogger,
  });
  server.watcher.add(join(ROOT, 'src')).on('all', changed);
  return server.listen();
}

/** The API's address as the settings give it, those of `.env` included. */
async function apiUrl() {
  const at = (path) => import(new URL(`../dist/platform/config/${path}.js`, import.meta.url));
  const [{ loadEnvironment }, { Config }] = await Promise.all([at('load-environment'), at('config')]);
  await loadEnvironment();
  const { port } = new Config(process.env);
  return `http://localhost:${port}`;
}

async function fail(error) {
  show(error);
  process.exitCode = 1;
  await stop();
}

/** Mistakes in the sources and in the settings are reported in words, as by `npm start`. */
function show(error) {
  console.error(IN_WORDS.includes(error.name) ? error.message : error);
}

/** Ctrl-C in a terminal reaches the service as well, which takes both signals for one. */
async function stop() {
  isStopping = true;
  await (await vite)?.close();
  if (standalone === undefined) return;
  standalone.kill('SIGTERM');
}
