/**
 * Checks every regular expression in src and packages, or in the folder that it is given, with recheck: none may be kept
 * busy by a long text (ReDoS). Part of `npm run lint`. Verdicts are kept in node_modules/.cache: only what is new is
 * judged.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { Worker, isMainThread, parentPort } from 'node:worker_threads';

/** Expressions that are allowed although they cannot be checked, with the reason. Each is a file and the expression's text. */
const ALLOWED = [
  {
    file: 'src/platform/embedded/program/system.ts',
    text: "new RegExp(`^${name}=[\"']?([^\"'\\\\n]*)`, 'm')",
    reason: 'the name is one of two words of ours, the rest is anchored and has one repetition',
  },
  {
    file: 'src/core/broker-state/broker-probe.ts',
    text: "new RegExp(`^${name}:(\\\\S+)`, 'm')",
    reason: 'the name is one of three words of ours, the rest is anchored and has one repetition',
  },
];

const UNREADABLE =
  'the pattern is only known when it runs: write it out, or allow it in scripts/check-regexes.mjs with a reason';

const ROOT = new URL('../', import.meta.url);
const GIVEN = process.argv[2];
const FOLDERS = GIVEN ? [GIVEN] : ['src', ...readdirSync('packages').map((name) => `packages/${name}/src`)];
const CACHE = new URL('node_modules/.cache/regexes.json', ROOT);
/** The inputs of a verdict besides the expression. */
const JUDGE = ['scripts/judge-regex.mjs', 'node_modules/recheck/package.json'].map((file) =>
  readFileSync(new URL(file, ROOT), 'utf8'),
);

if (isMainThread) await checkAll();
else await judgeInThread();

async function judgeInThread() {
  const { faultOf } = await import('./judge-regex.mjs');
  parentPort.on('message', (regex) => parentPort.postMessage(faultOf(regex) ?? null));
}

async function checkAll() {
  const regexes = await allRegexes();
  const known = knownVerdicts();
  const unjudged = regexes.filter((regex) => regex.source !== undefined && !(keyOf(regex) in known));
  await judgeAll([...new Map(unjudged.map((regex) => [keyOf(regex), regex])).values()], known);
  keep(known);

  const faults = regexes.flatMap((regex) => {
    const fault = regex.source === undefined ? UNREADABLE : known[keyOf(regex)];
    return fault === null || isAllowed(regex)
      ? []
      : [`${regex.file}:${regex.line} ${regex.text}\n  ${fault}`];
  });
  const unused =
    GIVEN === undefined || GIVEN === 'src'
      ? ALLOWED.filter((one) => !regexes.some((regex) => matches(one, regex)))
      : [];
  const stale = unused.map(({ file, text }) => `${file} ${text}\n  is allowed, and is not there any more`);
  if (faults.length + stale.length > 0) {
    process.stderr.write(`${[...faults, ...stale].join('\n')}\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(`${regexes.length} regular expressions take time in proportion to a text\n`);
  }
}

async function allRegexes() {
  const { regexesOf } = await import('./regexes-of.mjs');
  return FOLDERS.flatMap((given) => {
    const folder = new URL(`${pathToFileURL(given)}/`);
    return sourcesIn(folder).flatMap((path) =>
      regexesOf(`${given}/${path}`, readFileSync(new URL(path, folder), 'utf8')),
    );
  });
}

function sourcesIn(folder) {
  const names = readdirSync(folder, { recursive: true });
  const files = names.filter((name) => /\.(?:[cm]?[jt]s|tsx)$/.test(name) && !/\.spec\.tsx?$/.test(name));
  return files.sort().map((name) => name.replaceAll('\\', '/'));
}

/** Adds the verdicts on some: null, or what is wrong. */
async function judgeAll(regexes, verdicts) {
  const waiting = [...regexes];
  const threads = Math.min(availableParallelism(), waiting.length);
  await Promise.all(Array.from({ length: threads }, () => judgeInTurn(waiting, verdicts)));
}

async function judgeInTurn(waiting, verdicts) {
  const thread = new Worker(new URL(import.meta.url));
  for (let regex = waiting.pop(); regex !== undefined; regex = waiting.pop()) {
    verdicts[keyOf(regex)] = await new Promise((resolve, reject) => {
      thread.once('error', reject).once('message', resolve);
      thread.postMessage({ source: regex.source, flags: regex.flags });
    });
    thread.removeAllListeners('error');
  }
  await thread.terminate();
}

function isAllowed(regex) {
  return ALLOWED.some((one) => matches(one, regex));
}

function matches(one, regex) {
  return one.file === regex.file && one.text === regex.text;
}

/** A verdict holds for one text of an expression, judged in one way. */
function keyOf({ source, flags }) {
  return createHash('sha256')
    .update(JSON.stringify([JUDGE, source, flags]))
    .digest('base64url');
}

function knownVerdicts() {
  try {
    return JSON.parse(readFileSync(CACHE, 'utf8'));
  } catch {
    return {}; // none yet, or a file that was cut
  }
}

function keep(verdicts) {
  mkdirSync(new URL('.', CACHE), { recursive: true });
  writeFileSync(CACHE, JSON.stringify(verdicts));
}
