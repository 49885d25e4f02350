import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CliStand, startCliStand } from '../../support/cli-stand.js';
import { eventually } from '../../support/eventually.js';
import { sectionOf, tableRows } from '../../support/markdown.js';
import { type StartedProcess, startProcess } from '../../support/processes.js';
import { cliWords } from '../../support/run-cli.js';
import { taskClient } from '../../support/task-client.js';

const page = readFileSync('docs/coming-from-celery.md', 'utf8');
const sections = ['The commands of `celery`', 'celery inspect', 'celery control', "Flower's API"];
const rows = sections.flatMap((title) => tableRows(sectionOf(page, title)).slice(1));
const lines = [...new Set(rows.map(([, here = '']) => here.replaceAll('`', '')))].filter(
  (line) => line !== '-',
);

const UUID = /[\da-f]{8}-[\da-f-]{27}/;

/** The expected output of a line. The first entry whose key starts the line counts. */
const EXPECTED: readonly (readonly [begin: string, output: RegExp])[] = [
  ['celeriac call math.divide x=10 y=2 --wait', /\b5\b/],
  ['celeriac call', UUID],
  ['celeriac cancel --query', /cancelled|No tasks found|1 task/],
  ['celeriac cancel', /REVOKED|cancelled/],
  ['celeriac control --help', /set-concurrency[^]*pool_grow/],
  ['celeriac control add-queue', /OK\n[^]*fetch:\d+/],
  ['celeriac control', /OK\n[^]*1 replied\./],
  ['celeriac errors', /ZeroDivisionError/],
  ['celeriac events', /math\.divide/],
  ['celeriac health', /^The service is (ok|degraded)\n/],
  ['celeriac inspect --help', /active_queues[^]*reserved/],
  ['celeriac inspect active_queues', /^-> only \(.*\):\n {4}\* tasks:\d+/],
  ['celeriac inspect active', /^-> only \(.*\):\n/],
  ['celeriac inspect ping', /OK\n {4}pong\n/],
  ['celeriac inspect registered', /math\.divide +tasks/],
  ['celeriac inspect scheduled', /PENDING/],
  ['celeriac inspect revoked', /REVOKED/],
  ['celeriac inspect stats', /memory +\d+ MiB/],
  ['celeriac logs', /^$/], // the task writes none
  ['celeriac queue limit', /10 per 1 s/],
  ['celeriac queues', /\ntasks +open/],
  ['celeriac queue', /bulk action/],
  ['celeriac result', /\b5\b/],
  ['celeriac schedules', /nightly/],
  ['celeriac status', /1 of 1 workers online/],
  ['celeriac task-type', /math\.divide|rate|timeout/],
  ['celeriac task TASK_ID', /math\.divide/],
  ['celeriac top', /^celeriac top [^]*\ntasks +open/],
  ['celeriac tasks --watch', /math\.divide/],
  ['celeriac tasks status:STARTED', /^No tasks found\.\n$/],
  ['celeriac tasks', /math\.divide/],
  ['celeriac workers --json', /"version": "\d/],
  ['celeriac workers', /\nonly .*online/],
];

/** They go on until Ctrl-C. */
const ENDLESS = /^celeriac (events|tasks --watch)/;
/** Run last: no other line would find what it needs. */
const DESTRUCTIVE = /^celeriac (queue (purge|revoke-waiting)|control (remove-queue|shutdown))/;

describe("each celeriac line for Celery's and Flower's users, on a live service", () => {
  let stand: CliStand;
  let worker: StartedProcess;
  let finished: string;

  beforeAll(async () => {
    stand = await startCliStand({ hasWorker: false });
    // A process, because one of the lines ends it.
    worker = await startProcess('worker', {
      ...stand.sandbox.variables,
      WORKER_NAME: 'only',
      WORKER_QUEUES: 'tasks,operations',
    });
    finished = await tasks.submit('math.divide', { x: 10, y: 2 });
    await tasks.untilIs(finished, { status: 'SUCCESS' });
    const failed = await tasks.submit('math.divide', { x: 10, y: 0 }, { attempts: 1 });
    await tasks.untilIs(failed, { status: 'FAILURE' });
    await tasks.cancel(await delayed());
    const schedule = JSON.stringify({ task: 'math.divide', payload: { x: 1, y: 2 }, cron: '0 3 * * *' });
    await stand.celeriac(['schedule', 'put', 'nightly', '-'], { input: schedule });
    await eventually(async () => expect(await stand.json('errors')).not.toHaveLength(0));
  });
  afterAll(async () => {
    await worker.stop();
    await stand.stop();
  });

  const tasks = taskClient(() => stand.url);
  const delayed = () =>
    tasks.submit('math.divide', { x: 10, y: 2 }, { delay_ms: 3_600_000, tags: ['order'] });
  const filled = async (line: string) => {
    const isWaiting = /^celeriac cancel|--query|scheduled/.test(line);
    const taskId = isWaiting ? await delayed() : finished;
    return line.replace('TASK_ID', taskId).replace('WORKER_ID', 'only');
  };
  const run = async (line: string) => {
    const words = cliWords(await filled(line));
    if (!ENDLESS.test(line)) return stand.celeriac(words);
    const seen = new AbortController();
    const onOutput = (stdout: string) => stdout.includes('math.divide') && seen.abort();
    const running = stand.celeriac(words, { signal: seen.signal, onOutput });
    await eventually(async () => {
      await tasks.submit('math.divide', { x: 10, y: 2 });
      expect(seen.signal.aborted).toBe(true);
    });
    return running;
  };

  const ordered = [
    ...lines.filter((line) => !DESTRUCTIVE.test(line)),
    ...lines.filter((line) => DESTRUCTIVE.test(line)).sort(byShutdown),
  ];

  it.each(ordered)('%s', async (line) => {
    const expected = EXPECTED.find(([begin]) => line.startsWith(begin))?.[1];
    if (line.includes('remove-queue')) await stand.celeriac(['control', 'add-queue', 'fetch', '-w', 'only']);
    const { code, stdout, stderr } = await run(line);
    const isFine = code === 0 || (ENDLESS.test(line) && code === 130);
    expect({ isFine, problem: isFine ? '' : stderr }).toEqual({ isFine: true, problem: '' });
    expect(stdout).toMatch(expected ?? 'an expectation for this line');
  });
});

/** The worker ends last. */
function byShutdown(a: string, b: string): number {
  return Number(a.includes('shutdown')) - Number(b.includes('shutdown'));
}
