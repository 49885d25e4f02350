import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type CeleriacClient,
  ProblemError,
  TaskFailedError,
  TaskRevokedError,
  ResultTimeoutError,
  WorkflowFailedError,
  createClient,
} from '@celeriac/client';
import { Module } from '@nestjs/common';
import { IsInt } from 'class-validator';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/task/task.js';
import { type Stand, startStand } from '../support/stand.js';
import { FailTask, WorkflowTasks } from '../support/workflow-tasks.js';

const LATER = { delay_ms: 3_600_000 };

class CountPayload {
  @IsInt()
  to!: number;
}

/** Logs the numbers. */
@Task({ name: 'test.count', queue: 'tasks', payload: CountPayload })
class CountTask implements TaskHandler<CountPayload, void> {
  async run({ to }: CountPayload, { log }: TaskContext): Promise<void> {
    for (let n = 1; n <= to; n += 1) await log(String(n));
  }
}

@Module({ providers: [CountTask] })
class CountModule {}

describe('the client', () => {
  let stand: Stand;
  let client: CeleriacClient;

  beforeAll(async () => {
    stand = await startStand({ modules: [WorkflowTasks, CountModule] });
    await stand.app.listen(0, '127.0.0.1');
    client = createClient({ url: await stand.app.getUrl() });
  });

  afterAll(() => stand.stop());

  describe('a submitted task', () => {
    it('gives its result with the type of the task', async () => {
      const handle = await client.submit('math.divide', { x: 10, y: 4 });
      const result: number = await handle.result();
      expect(result).toBe(2.5);
      expect(await handle.state()).toMatchObject({ task_id: handle.id, status: 'SUCCESS', result: 2.5 });
    });

    it('throws the error of a failed task with its type and message', async () => {
      const handle = await client.submit('math.divide', { x: 1, y: 0 }, { attempts: 1 });
      const failure = await rejection(handle.result());
      expect(failure).toBeInstanceOf(TaskFailedError);
      expect(failure).toMatchObject({
        type: 'ZeroDivisionError',
        message: 'division by zero',
        task: { task_id: handle.id, status: 'FAILURE' },
      });
    });

    it('is cancelled with a reason, which its result throws', async () => {
      const handle = await client.submit('math.divide', { x: 1, y: 1 }, LATER);
      expect(await handle.cancel('not needed')).toMatchObject({ status: 'REVOKED' });
      const failure = await rejection(handle.result());
      expect(failure).toBeInstanceOf(TaskRevokedError);
      expect(failure).toMatchObject({ message: expect.stringContaining('not needed') });
    });

    it('stops waiting after the time limit, and when the signal aborts', async () => {
      const handle = await client.submit('math.divide', { x: 1, y: 1 }, LATER);
      expect(await rejection(handle.result({ timeoutMs: 1 }))).toBeInstanceOf(ResultTimeoutError);
      const reason = new Error('the page is closed');
      expect(await rejection(handle.result({ signal: AbortSignal.abort(reason) }))).toBe(reason);
      const controller = new AbortController();
      const waiting = handle.result({ signal: controller.signal });
      controller.abort(reason);
      expect(await rejection(waiting)).toBe(reason);
    });

    it('streams its events, the final task last', async () => {
      const handle = await client.submit('math.divide', { x: 6, y: 3 });
      const events = [];
      for await (const event of handle.events()) events.push(event);
      expect(events[0]).toMatchObject({ type: 'snapshot', data: { task_id: handle.id } });
      expect(events.at(-1)).toMatchObject({ type: 'result', data: { status: 'SUCCESS', result: 2 } });
      const lastEventId = events.at(-1)?.id ?? '';
      expect(await handle.events({ lastEventId }).next()).toEqual({ done: true, value: undefined });
    });

    it('loses no line of its log when the connection breaks', async () => {
      const { id } = await client.submitByName('test.count', { to: 300 });
      await client.handle(id).result();
      const broken: string[] = [];
      const through = createClient({
        url: await stand.app.getUrl(),
        fetch: async (request) => {
          const response = await fetch(request);
          if (broken.length > 0) return response;
          broken.push(response.url);
          return new Response(response.body?.pipeThrough(endAfter(2_500)), response);
        },
      });
      const lines: string[] = [];
      for await (const { type, data } of through.handle(id).events()) {
        if (type !== 'log') continue;
        expect(data.first).toBe(lines.length);
        lines.push(...data.lines);
      }
      expect(lines).toEqual(Array.from({ length: 300 }, (_, i) => String(i + 1)));
      expect(await client.handle(id).logs()).toEqual(lines);
    });

    it('explains why it waits, shows its log, and is retried', async () => {
      const handle = await client.submit('math.divide', { x: 1, y: 1 }, LATER);
      expect(await handle.why()).toMatchObject({ task_id: handle.id });
      expect(await handle.logs()).toEqual([]);
      await handle.cancel();
      expect(await handle.retry()).toMatchObject({ task_id: handle.id, finished_at: null });
      expect(await client.handle<'math.divide'>(handle.id).result()).toBe(1);
    });

    it('is the same for each submit with the same Idempotency-Key', async () => {
      const call = { idempotencyKey: 'order 42, "paid"' };
      const [first, second] = [
        await client.submit('math.divide', { x: 1, y: 1 }, {}, call),
        await client.submit('math.divide', { x: 1, y: 1 }, {}, call),
      ];
      expect(second.id).toBe(first.id);
    });
  });

  it('submits a task whose name is only known at run time', async () => {
    const handle = await client.submitByName('test.sum', { numbers: [1, 2, 3] });
    expect(await handle.result()).toBe(6);
    const unknown = await rejection(client.submitByName('no/such.task', {}));
    expect(unknown).toBeInstanceOf(ProblemError);
    expect(unknown).toMatchObject({ status: 404, code: 'task-type-not-found' });
  });

  it('waits for more results at once than a browser has connections', async () => {
    const numbers = Array.from({ length: 12 }, (_, i) => i);
    const handles = await Promise.all(numbers.map((x) => client.submit('math.divide', { x, y: 1 })));
    expect(await Promise.all(handles.map((handle) => handle.result()))).toEqual(numbers);
  });

  it('iterates over all pages of the tasks that match', async () => {
    const tags = ['client-pages'];
    const submitted = [];
    for (let x = 0; x < 5; x += 1)
      submitted.push((await client.submit('math.divide', { x, y: 1 }, { ...LATER, tags })).id);
    const found = [];
    for await (const task of client.tasks({ tag: 'client-pages', limit: 2 })) found.push(task.task_id);
    expect(found).toEqual(submitted.reverse());
  });

  it('streams the changes of all tasks', async () => {
    const controller = new AbortController();
    const events = client.events({ name: 'math.divide' }, { signal: controller.signal });
    expect((await events.next()).value).toMatchObject({ type: 'ready', data: { resumed: false } });
    const { id } = await client.submit('math.divide', { x: 1, y: 1 });
    for await (const event of events) if (event.type === 'task' && event.data.task_id === id) break;
    controller.abort();
  });

  describe('a started workflow', () => {
    it('is waited for, and has the tasks of its steps', async () => {
      const workflow = await client.startWorkflow({
        steps: { sum: { task: 'test.sum', payload: { numbers: [20, 22] } } },
      });
      const { status, steps } = await workflow.result();
      expect(status).toBe('SUCCESS');
      expect(await client.handle(steps['sum']?.task_id ?? '').result()).toBe(42);
      const events = [];
      for await (const { type } of client.workflow(workflow.id).events()) events.push(type);
      expect([events[0], events.at(-1)]).toEqual(['snapshot', 'end']);
    });

    it('names the steps that have failed', async () => {
      FailTask.isBroken = true;
      const workflow = await client.startWorkflow({ steps: { bad: { task: 'test.fail', payload: {} } } });
      const failure = await rejection(workflow.result());
      expect(failure).toBeInstanceOf(WorkflowFailedError);
      expect(failure).toMatchObject({ message: expect.stringContaining('failed steps: bad') });
    });

    it('is cancelled', async () => {
      const workflow = await client.startWorkflow({
        steps: { late: { task: 'test.sum', payload: { numbers: [] }, options: LATER } },
      });
      await workflow.cancel('not needed');
      expect(await rejection(workflow.result())).toMatchObject({ workflow: { status: 'REVOKED' } });
    });
  });
});

/** Ends a body after so many bytes. */
function endAfter(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let left = bytes;
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) controller.terminate();
    },
  });
}

/** The error of a promise that must reject. */
async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => Promise.reject(new Error('It was fulfilled')),
    (error: unknown) => error,
  );
}
