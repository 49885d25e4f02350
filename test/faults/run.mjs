/**
 * `npm run faults [-- ROW…] [--list] [--short] [--require-all] [--logs FOLDER] [--minutes N] [--ticks N]`: injects the
 * faults of the files in this folder and counts the effects. Prints one JSON line per row, and a table at the end; exits
 * with 1 if a bound is exceeded. Rows that cannot run on this machine are skipped, and count as failed with --require-all.
 *
 * --minutes is the duration of a soak (F28, F40), --ticks the number of a schedule's ticks. --short is the mode
 * of `npm test`: short locks and outages, times not judged.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endAll } from './harness/children.mjs';
import { Row, SkippedError } from './harness/row.mjs';
import { tableOf } from './harness/table.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    'require-all': { type: 'boolean', default: false },
    logs: { type: 'string' },
    minutes: { type: 'string' },
    ticks: { type: 'string', default: '1000' },
  },
});

/** Files by row name: f01-worker-sigkill.mjs is F1. */
const files = new Map(
  readdirSync(new URL('.', import.meta.url))
    .filter((file) => /^f\d\d-.*\.mjs$/.test(file))
    .sort()
    .map((file) => [`F${Number(file.slice(1, 3))}`, file]),
);
const names = positionals.length > 0 ? positionals.map((name) => name.toUpperCase()) : [...files.keys()];
for (const name of names)
  if (!files.has(name)) throw new Error(`There is no row ${name}: ${[...files.keys()].join(', ')}`);

if (values.list) {
  for (const name of names) process.stdout.write(`${name.padEnd(4)}${(await rowOf(name)).fault}\n`);
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'])
  process.once(signal, () => void endAll().finally(() => process.exit(130)));

const lines = [];
for (const name of names) {
  const line = await run(name);
  lines.push(line);
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
process.stdout.write(`\n${tableOf(lines)}\n`);
process.exit(lines.some(isBroken) ? 1 : 0);

async function rowOf(name) {
  return (await import(`./${files.get(name)}`)).default;
}

async function run(name) {
  const { fault, run: runRow } = await rowOf(name);
  const row = new Row(name, {
    isShort: values.short,
    ...(values.minutes && { minutes: Number(values.minutes) }),
    ticks: Number(values.ticks),
  });
  const from = performance.now();
  row.say(fault);
  const outcome = await runRow(row).then(() => ({}), outcomeOf);
  const line = { ...row.line(fault), ...outcome, took_s: Math.round((performance.now() - from) / 100) / 10 };
  if (values.logs) keepLogs(row, values.logs);
  await row.end();
  return line;
}

function outcomeOf(error) {
  return error instanceof SkippedError ? { skipped: error.message } : { error: error.stack };
}

function isBroken({ error, skipped, bounds }) {
  return Boolean(error) || (skipped && values['require-all']) || bounds.some(({ holds }) => holds === false);
}

function keepLogs({ name, stand }, folder) {
  mkdirSync(folder, { recursive: true });
  const all = [...(stand?.started ?? []), ...(stand?.redis.server ? [stand.redis.server] : [])];
  all.forEach((one, i) => writeFileSync(join(folder, `${name}-${i}-${one.name}.log`), one.output()));
}
