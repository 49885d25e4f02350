import { expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { describeWithCelery, runPython } from '../support/celery-python.js';
import { compileExample, startExample } from '../support/compile-example.js';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, logLines } from '../support/processes.js';
import { createOwnRedis } from '../support/redis-server.js';
import { type Variables, createSandbox } from '../support/sandbox.js';

const LAB_MODULES = ['celery/lab/lab.module.js'];
const CHORDS = 20;
const KILLS = 3;
/** Results of all chords: three additions, the sum, and the last addition. */
const RESULTS = 5 * CHORDS;
/** Messages of a bridge that was killed come to the next one after a minute. */
const LIMIT_MS = 400_000;

const CLIENT = `
from celery import chain, chord
from lab import QUEUE, app
s = lambda name, *args: app.signature(name, args=args).set(queue=QUEUE)
chords = [chord([s('lab.add', i, j) for j in range(3)])(chain(s('lab.total'), s('lab.add', 1000))) for i in range(${CHORDS})]
print([result.get(timeout=${LIMIT_MS / 1_000}) for result in chords])
`;

describeWithCelery('A bridge that is killed while it applies canvas', () => {
  it(
    'runs the body of each chord once',
    async () => {
      const redis = await createOwnRedis(['--appendonly', 'no']);
      await redis.start();
      const results = redis.url.replace(/0$/, '1');
      const celery: Variables = {
        CELERY_BROKER_URL: redis.url,
        CELERY_RESULT_BACKEND: results,
        LAB_QUEUE: 'celery',
      };
      await compileExample('celery/lab', 'test');
      const sandbox = await createSandbox({ ...celery, BRIDGE_PORT: '0', WORKER_QUEUES: 'lab' });
      const worker = await startExample('worker', LAB_MODULES, sandbox.variables);
      const stored = new Redis(results);
      const client = runPython(['-c', CLIENT], celery);
      const bridge = await killTimes(
        KILLS,
        () => startExample('bridge', LAB_MODULES, sandbox.variables),
        stored,
      );
      const { output, errors } = await client;
      const values = Array.from({ length: CHORDS }, (_, i) => 3 * i + 3 + 1_000);
      expect({ output: output.trim(), errors }).toEqual({ output: `[${values.join(', ')}]`, errors: '' });
      expect(startsOf('lab.total', worker)).toBe(CHORDS);
      stored.disconnect();
      await Promise.all([bridge.stop(), worker.stop()]);
      await sandbox.clean();
      await redis.remove();
    },
    LIMIT_MS,
  );
});

/** Kills each bridge as soon as it has told some ends, or all of them. @returns one that goes on */
async function killTimes(
  times: number,
  start: () => Promise<StartedProcess>,
  stored: Redis,
): Promise<StartedProcess> {
  const bridge = await start();
  if (times === 0) return bridge;
  const enough = Math.min((await stored.dbsize()) + 6, RESULTS);
  await eventually(async () => expect(await stored.dbsize()).toBeGreaterThanOrEqual(enough), LIMIT_MS / 2);
  await bridge.stop('SIGKILL');
  return killTimes(times - 1, start, stored);
}

function startsOf(name: string, worker: StartedProcess): number {
  const lines = logLines(worker) as {
    readonly task_name?: string;
    readonly outcome?: string;
    readonly msg: string;
  }[];
  return lines.filter(({ task_name: task, msg }) => task === name && msg.endsWith(' started')).length;
}
