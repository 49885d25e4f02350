import { readFile } from 'node:fs/promises';
import { idAt, kindsOf } from './kinds.mjs';
import { openHistory } from './open-history.mjs';

const TASKS = Number(process.env.BENCH_TASKS ?? 200_000);
const DAY_MS = 86_400_000;
const DAYS = 90;
/** Of one statement, so that none of them is very long. */
const CHUNK = 50_000;
/** Searches of one kind, each for another value, after one that warms up. */
const TIMES = 50;

/** Searches of generated tasks, and the bytes that a task takes. */
export async function searches(url) {
  const history = await openHistory(url);
  await history.database.ready();
  const times = await fill(history);
  const rows = [];
  for (const [what, below, act] of kindsOf(history, times)) {
    const { p95, found } = await measured(act);
    rows.push({ what: `search by ${what}, p95 (finds ${found})`, figures: [p95], unit: 'ms', below });
  }
  rows.push(...(await sizes(history)));
  await history.close();
  return rows;
}

async function measured(act) {
  const times = [];
  let found = 0;
  for (let i = 0; i <= TIMES; i++) {
    const from = performance.now();
    const { length, ms = performance.now() - from } = await act(i).catch(refused);
    if (i > 0) times.push(ms);
    found += length;
  }
  times.sort((a, b) => a - b);
  return { p95: times[Math.floor(times.length * 0.95)], found: Math.round(found / (TIMES + 1)) };
}

/** A search that is too broad has failed after its time, and has found nothing. */
function refused(error) {
  if (error.constructor.name !== 'SearchTooBroadError') throw error;
  return { length: 0 };
}

/** Generates tasks of 90 days, unless there are some. @returns the times of the first and the newest, in ms since 1970 */
async function fill({ database, partitions }) {
  const [newest] = await database.read('SELECT created_at FROM task ORDER BY id DESC LIMIT 1');
  if (newest !== undefined) return timesUntil(newest.created_at);
  const times = timesUntil(Date.now());
  for (let at = times.first; at < times.newest + DAY_MS; at += DAY_MS) await partitions.ensure([idAt(at)]);
  const text = await readFile(new URL('tasks.sql', import.meta.url), 'utf8');
  for (let from = 0; from < TASKS; from += CHUNK)
    await database.write(text, [from, Math.min(from + CHUNK, TASKS), TASKS, DAYS * DAY_MS, times.newest]);
  await database.write('ANALYZE task');
  return times;
}

function timesUntil(newest) {
  return { first: newest - DAYS * DAY_MS, newest };
}

const SIZES = `
SELECT c.relname AS name, c.relkind = 'p' AS is_table,
  sum(CASE WHEN c.relkind = 'p' THEN pg_table_size(leaf.relid) ELSE pg_relation_size(leaf.relid) END)::float8 AS bytes
FROM pg_class c CROSS JOIN LATERAL pg_partition_tree(c.oid) AS leaf
WHERE leaf.isleaf
  AND (c.oid = 'task'::regclass OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'task'::regclass))
GROUP BY c.oid ORDER BY bytes DESC`;

async function sizes({ database }) {
  const [{ count }] = await database.write('SELECT count(*) AS count FROM task');
  const all = await database.write(SIZES);
  const row = (what, bytes) => ({ what, figures: [bytes / count], unit: 'bytes' });
  const total = all.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    row(`each of ${Number(count).toLocaleString('en-US')} tasks, with its part of the indexes`, total),
    ...all.map(({ is_table: isTable, name, bytes }) => row(isTable ? '  its row' : `  ${name}`, bytes)),
  ];
}
