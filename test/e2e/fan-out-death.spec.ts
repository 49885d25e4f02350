import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { SHORT_LOCKS } from '../support/short-locks.js';

const ROWS = 400;
/** Threads and quarantine processes start slowly on a busy machine. */
const START_MS = 40_000;

describe('the death of a worker in the middle of an import', () => {
  let sandbox: Sandbox;
  let api: StartedProcess;
  const workers: StartedProcess[] = [];

  beforeEach(async () => {
    sandbox = await createSandbox({ ...SHORT_LOCKS, WORKER_QUEUES: 'tasks' });
    api = await startProcess('test-api', sandbox.variables);
  });
  afterEach(async () => {
    await Promise.all([api, ...workers.splice(0)].map((started) => started.stop()));
    await sandbox.clean();
  });

  const startWorker = async () => {
    const worker = await startProcess('test-worker', sandbox.variables);
    workers.push(worker);
    return worker;
  };
  const get = async (path: string) => (await request(api.url).get(path).expect(200)).body;
  const importRows = async (name: string) => {
    const payload = { ms: ROWS, word: name };
    const { body } = await request(api.url).post(`/tasks/${name}`).send({ payload }).expect(201);
    return body.task_id as string;
  };

  async function childrenOf(id: string, tag: string): Promise<any[]> {
    const children: any[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page: any = await get(`/tasks?tag=${tag}&limit=100${after}`);
      children.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(new Set(children.map((child) => child.parent_id))).toEqual(new Set([id]));
    return children;
  }

  it.each(['test.import', 'test.thread-import'])(
    'submits each child of %s once',
    async (name) => {
      const first = await startWorker();
      const id = await importRows(name);
      await eventually(
        async () => expect((await get(`/tasks/${id}`)).progress).toBeGreaterThanOrEqual(ROWS / 2),
        START_MS,
      );
      await first.stop('SIGKILL');

      await startWorker();
      await eventually(
        async () => expect(await get(`/tasks/${id}`)).toMatchObject({ status: 'SUCCESS', result: 2 }),
        START_MS,
      );
      const rows = await eventually(async () => {
        const children = await childrenOf(id, name);
        expect(children.filter(({ status }) => status !== 'SUCCESS')).toEqual([]);
        return children.map(({ result }) => result as number).sort((a, b) => a - b);
      });
      expect(rows).toEqual(Array.from({ length: ROWS + 1 }, (_, row) => row - 1));
    },
    120_000,
  );
});
