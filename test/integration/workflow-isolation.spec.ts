import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type StartedProcess, startProcess } from '../support/processes.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';
import { SHORT_LOCKS } from '../support/short-locks.js';
import { taskClient } from '../support/task-client.js';

describe('steps outside the thread of their worker', () => {
  let sandbox: Sandbox;
  let api: StartedProcess;
  let worker: StartedProcess;

  beforeAll(async () => {
    sandbox = await createSandbox(SHORT_LOCKS);
    api = await startProcess('test-api', sandbox.variables);
    worker = await startProcess('test-worker', sandbox.variables);
  });

  afterAll(async () => {
    await Promise.all([api, worker].map((started) => started.stop()));
    await sandbox.clean();
  });

  const { get, untilIs } = taskClient(() => api.url);

  async function start(steps: object): Promise<Record<string, { task_id: string }>> {
    const { body } = await request(api.url).post('/workflows').send({ steps }).expect(201);
    return body.steps;
  }

  const shout = (name: string, word: unknown) => ({ task: name, payload: { word } });

  it('read results in a thread, and replace themselves there', async () => {
    const { last } = await start({
      first: shout('test.thread-shout', 'one'),
      list: { ...shout('test.thread-shout', { $item: '' }), each: ['two', 'three'] },
      replaced: { task: 'test.thread-replaced' },
      second: shout('test.thread-shout', { $result: 'first' }),
      last: { ...shout('test.thread-shout', { $result: 'replaced' }), after: ['second', 'list'] },
    });
    await untilIs(last?.task_id ?? '', { status: 'SUCCESS', result: 'INNER' });
  }, 30_000);

  it('do the same in quarantine, after the death of their worker', async () => {
    const { first, late, replaced, last } = await start({
      first: shout('test.thread-shout', 'one'),
      late: shout('test.late-shout', { $result: 'first' }),
      replaced: { task: 'test.late-replaced', after: ['first'] },
      last: { ...shout('test.thread-shout', { $result: 'replaced' }), after: ['late'] },
    });
    await untilIs(first?.task_id ?? '', { status: 'SUCCESS' });
    for (const step of [late, replaced]) await untilIs(step?.task_id ?? '', { status: 'STARTED' });
    await worker.stop('SIGKILL');
    worker = await startProcess('test-worker', sandbox.variables);
    await untilIs(last?.task_id ?? '', { status: 'SUCCESS', result: 'INNER' }, 60_000);
    expect((await get(`/tasks/${late?.task_id}`)).result).toBe('ONE');
    await eventually(() => expect(worker.output()).toContain('in quarantine'));
  }, 90_000);
});
