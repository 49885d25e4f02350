import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { Cancellation } from '../../src/core/handle/cancellation.js';
import { Queues } from '../../src/core/bullmq/queues.js';
import { CompletionNotifier } from '../../src/core/lifetime/completion-notifier.js';
import { TaskRemoval } from '../../src/core/lifetime/task-removal.js';
import { TaskStore } from '../../src/core/read/task-store.js';
import { JobWriter } from '../../src/core/submit/job-writer.js';
import { MemoryLimit } from '../../src/core/submit/memory-limit.js';
import { BrokerFullError } from '../../src/core/task/queue.errors.js';
import { Broker } from '../../src/core/redis/broker.js';
import { BrokerUnavailableError } from '../../src/core/redis/broker.errors.js';
import { WorkflowActions } from '../../src/core/workflows/act/workflow-actions.js';
import { WorkflowRemoval } from '../../src/core/workflows/act/workflow-removal.js';
import { EachItems } from '../../src/core/workflows/nested/each-items.js';
import { EachResults } from '../../src/core/workflows/nested/each-results.js';
import { StepValues } from '../../src/core/workflows/nested/step-values.js';
import { OpenWorkflows } from '../../src/core/workflows/progress/open-workflows.js';
import { WorkflowProgress } from '../../src/core/workflows/progress/workflow-progress.js';
import { WorkflowUpkeep } from '../../src/core/workflows/progress/workflow-upkeep.js';
import { WorkflowStore } from '../../src/core/workflows/record/workflow-store.js';
import { WorkflowWriter } from '../../src/core/workflows/record/workflow-writer.js';
import { PARK_STEP } from '../../src/core/workflows/scripts/expand-step.js';
import { WorkflowQueue } from '../../src/core/workflows/start/workflow-queue.js';
import { FailTask, WaitTask } from '../support/workflow-tasks.js';
import { eventually } from '../support/eventually.js';
import { WorkflowStand, echo, fail, interrupt, resultOf, sum } from '../support/workflow-stand.js';

/** Steps of which the second waits for the first, which runs until it is released. */
const twoSteps = { running: { task: 'test.wait' }, waiting: echo(resultOf('running')) };

describe('a workflow whose processes die, are late, or meet each other', () => {
  let stand: WorkflowStand;
  const redis = () => stand.sandbox.redis;
  const get = <T>(token: Type<T>): T => stand.worker.get(token);
  const key = (name: string) => `${stand.sandbox.prefix}:${name}`;

  beforeAll(async () => {
    stand = await WorkflowStand.create();
  });
  afterAll(() => stand.close());
  beforeEach(() => stand.reset());

  async function startTwo(): Promise<string> {
    const id = await stand.start({ steps: twoSteps });
    await stand.reaches(id, 'running', 'STARTED');
    return id;
  }

  describe('while it is stored', () => {
    it('is removed with its parts if it never began, and cannot begin any more', async () => {
      const dying = jest
        .spyOn(get(WorkflowProgress), 'begin')
        .mockRejectedValue(new Error('the process died'));
      await expect(stand.start({ steps: { a: sum(1), b: { ...sum(2), after: ['a'] } } })).rejects.toThrow(
        'died',
      );
      dying.mockRestore();
      const [id = ''] = await redis().zrange(key('open-workflows'), 0, -1);
      interrupt(get(TaskStore), 'findMany', async () => {
        expect(await get(WorkflowProgress).begin(id)).toBe(false);
      });
      await redis().zadd(key('open-workflows'), 1, id);
      await get(WorkflowUpkeep).check();
      expect(await redis().keys(`*${id}*`)).toEqual([]);
      expect(await redis().zcard(key('tasks:waiting-children'))).toBe(0);
      expect(await redis().zcard(key('open-workflows'))).toBe(0);
    });

    it('is removed by the next sweep if the first died in the middle', async () => {
      const writer = get(WorkflowWriter);
      const id = randomUUID().replace(/^(.{14})4/, '$17');
      expect(await writer.create(id, JSON.stringify({ steps: 1, hooks: [] }))).toBe('created');
      expect(await writer.withdraw(id)).toBe(true);
      expect(await writer.create(id, '{}')).toBe('discarded');
      await redis().zadd(key('open-workflows'), 1, id);
      await get(WorkflowUpkeep).check();
      expect(await redis().keys(`*${id}*`)).toEqual([]);
    });

    it('is not changed by a process that is late', async () => {
      const id = await startTwo();
      const writer = get(WorkflowWriter);
      await writer.write(id, [['missing:1', '7']]);
      await writer.write(randomUUID(), [['missing:1', '7']]);
      expect(await redis().hget(stand.recordOf(id), 'missing:1')).toBe('1');
      expect(await redis().keys(key('workflow:*'))).toEqual([stand.recordOf(id)]);
      WaitTask.release();
      expect((await stand.outcome(id)).status).toBe('SUCCESS');
    });

    it('is the same if it is started twice under one id', async () => {
      const id = randomUUID().replace(/^(.{14})4/, '$17');
      const starting = () =>
        get(WorkflowQueue).start({ steps: { a: sum(1), b: sum(resultOf('a')) } }, { nextId: () => id });
      interrupt(get(JobWriter), 'addWaiting', async () => {
        await starting();
        await stand.ended(id);
      });
      await starting();
      const { workflow } = await stand.ended(id);
      expect(workflow).toMatchObject({ status: 'SUCCESS', open: 0, steps: 2 });
      expect(await stand.repair(id)).toBe(0);
    });
  });

  describe('the items of an each', () => {
    it('are not taken for lost while they are stored', async () => {
      let repaired: number | undefined;
      const starting = stand.start({ steps: { items: { ...sum({ $item: '' }), each: [1, 2, 3] } } });
      interrupt(get(JobWriter), 'addWaiting', () => {
        // The next call stores the items.
        interrupt(
          get(JobWriter),
          'addWaiting',
          async () => {
            const record = stand.recordOf(await starting);
            await eventually(async () => expect(await redis().hexists(record, 'step:3')).toBe(1));
            repaired = await stand.repair(await starting);
          },
          'before',
        );
        return Promise.resolve();
      });
      const { workflow } = await stand.ended(await starting);
      expect(repaired).toBe(0);
      expect(workflow).toMatchObject({ status: 'SUCCESS', open: 0, steps: 4 });
    });

    it('start although the reply to parking their step was lost', async () => {
      const park = PARK_STEP.run.bind(PARK_STEP);
      jest.spyOn(PARK_STEP, 'run').mockImplementationOnce(async (...given) => {
        await park(...given);
        return park(...given); // as ioredis does after a broken connection
      });
      const id = await stand.start({ steps: { items: { ...sum({ $item: '' }), each: [1, 2, 3] } } });
      const { workflow } = await stand.ended(id);
      expect(workflow).toMatchObject({ status: 'SUCCESS', open: 0 });
    });

    it('are cancelled with their step', async () => {
      const id = await stand.start({
        steps: {
          items: { task: 'test.wait', each: [1], ifFailed: 'continue' },
          last: { ...sum(1), after: ['items'] },
        },
      });
      await stand.reaches(id, 'items[0]', 'STARTED');
      await get(Cancellation).cancel((await stand.taskOf(id, 'items')).id, 'not wanted');
      expect(await stand.outcome(id)).toEqual({
        status: 'SUCCESS',
        steps: { items: 'REVOKED', 'items[0]': 'REVOKED', last: 'SUCCESS' },
      });
      expect((await stand.taskOf(id, 'items[0]')).revokeReason).toBe('not wanted');
    });

    it('may contain what looks like a reference: it stays data', async () => {
      const odd = { $result: 'list' };
      const id = await stand.start({
        steps: {
          list: { task: 'test.list', payload: { length: 1 } },
          one: { ...echo({ $item: '' }), each: { $literal: ['{"$result":"list"}'] } },
          two: {
            task: 'test.account',
            payload: {
              account: { user: { $item: '' }, password: 'long enough' },
              note: { $result: 'one', path: '/0' },
            },
            each: { $literal: [odd, { $literal: 1 }] },
          },
        },
      });
      expect((await stand.outcome(id)).status).toBe('SUCCESS');
    });
  });

  describe('while the broker does not answer', () => {
    const away = new BrokerUnavailableError('for the test');

    it('fails no step that reads results', async () => {
      jest.spyOn(get(StepValues), 'read').mockRejectedValueOnce(away);
      const id = await stand.start({ steps: { a: sum(1), b: sum(resultOf('a')) } });
      expect((await stand.outcome(id)).status).toBe('SUCCESS');
    });

    it('fails no step that stores or gathers items', async () => {
      jest.spyOn(get(EachItems), 'store').mockRejectedValueOnce(away);
      const gather = jest.spyOn(get(EachResults), 'gather');
      gather.mockResolvedValueOnce(undefined).mockResolvedValueOnce(undefined).mockRejectedValueOnce(away);
      const id = await stand.start({ steps: { items: { ...sum({ $item: '' }), each: [1, 2] } } });
      expect((await stand.outcome(id)).status).toBe('SUCCESS');
      expect((await stand.taskOf(id, 'items')).result).toEqual([1, 2]);
    });

    it('fails no step that has to wait for memory', async () => {
      const refusal = jest.spyOn(get(MemoryLimit), 'refusal');
      refusal.mockReturnValueOnce(new BrokerFullError('tasks', 9, 10, 75));
      const id = await stand.start({ steps: { items: { ...sum({ $item: '' }), each: [1, 2] } } });
      expect((await stand.outcome(id)).status).toBe('SUCCESS');
      expect(refusal).toHaveBeenCalledTimes(2);
    });

    it('fails no task that replaces itself', async () => {
      const inner = { steps: { a: sum(1, 2) } };
      const id = await stand.start({
        steps: { outer: { task: 'test.replace', payload: { workflow: { $literal: inner } } } },
      });
      jest.spyOn(get(WorkflowQueue), 'start').mockRejectedValueOnce(away);
      expect((await stand.outcome(id)).status).toBe('SUCCESS');
      expect((await stand.taskOf(id, 'outer')).result).toBe(3);
    });

    it('passes ends on as soon as it is back', async () => {
      const id = await startTwo();
      jest.spyOn(get(WorkflowProgress), 'stepEnded').mockRejectedValueOnce(away);
      WaitTask.release();
      expect((await stand.outcome(id)).status).toBe('SUCCESS');
    });
  });

  it('is read in parts, however many steps it has', async () => {
    const names = Array.from({ length: 450 }, (_, i) => `s${i}`);
    const id = await stand.start({ steps: Object.fromEntries(names.map((name) => [name, sum(1)])) });
    const { steps } = await stand.ended(id);
    const ids = steps.map(({ taskId }) => taskId);
    const commands = jest.spyOn(get(Broker).producer, 'evalsha');
    const missing = randomUUID().replace(/^(.{14})4/, '$17');
    const found = await get(TaskStore).findMany([...ids, missing, ...ids]);
    expect(found.map((task) => task?.id)).toEqual([...ids, undefined, ...ids]);
    expect(Math.max(...commands.mock.calls.map(({ length }) => length))).toBeLessThan(300);
    commands.mockRestore();
  });

  describe('its repair', () => {
    it('finds an end that nobody has passed on', async () => {
      const id = await startTwo();
      const lost = jest.spyOn(get(WorkflowProgress), 'stepEnded').mockResolvedValue(true);
      WaitTask.release();
      await stand.reaches(id, 'running', 'SUCCESS');
      lost.mockRestore();
      expect(await stand.repair(id)).toBe(0); // the outbox may still do it
      const { id: taskId } = await stand.taskOf(id, 'running');
      await redis().hset(stand.jobOf(taskId), 'finishedOn', Date.now() - 120_000);
      expect(await stand.repair(id)).toBe(1);
      expect((await stand.outcome(id)).status).toBe('SUCCESS');
    });

    it('counts again what a step waits for', async () => {
      const id = await startTwo();
      await redis().hset(stand.recordOf(id), 'missing:1', 5);
      expect(await stand.repair(id)).toBe(0);
      expect(await redis().hget(stand.recordOf(id), 'missing:1')).toBe('1');
      WaitTask.release();
      await eventually(async () => expect(await redis().hget(stand.recordOf(id), 'missing:1')).toBe('0'));
      expect((await stand.outcome(id)).status).toBe('SUCCESS');
    });

    it('releases a step that nothing holds back', async () => {
      const id = await startTwo();
      await redis().hset(stand.recordOf(id), 'missing:1', 5);
      WaitTask.release();
      await stand.reaches(id, 'running', 'SUCCESS');
      await eventually(async () => expect(await redis().hget(stand.recordOf(id), 'missing:1')).toBe('4'));
      expect(await stand.repair(id)).toBe(1);
      expect((await stand.outcome(id)).status).toBe('SUCCESS');
    });

    it('releases nothing in a workflow that stops', async () => {
      const id = await startTwo();
      await redis().hset(stand.recordOf(id), 'stopping', 'for the test');
      await redis().hset(stand.recordOf(id), 'missing:1', 0);
      expect(await stand.repair(id)).toBe(0);
      await redis().hdel(stand.recordOf(id), 'stopping');
      await redis().hset(stand.recordOf(id), 'missing:1', 1);
      WaitTask.release();
      expect((await stand.outcome(id)).status).toBe('SUCCESS');
    });

    it('puts a step into its queue that was released in the record only', async () => {
      const id = await startTwo();
      await redis().hset(stand.recordOf(id), 'state:1', 'released');
      expect(await stand.repair(id)).toBe(1);
      await stand.reaches(id, 'waiting', 'SUCCESS');
      WaitTask.release();
      expect((await stand.outcome(id)).status).toBe('SUCCESS');
    });

    it('counts a removed task as revoked', async () => {
      const id = await startTwo();
      await get(Queues)
        .get('tasks')
        .remove((await stand.taskOf(id, 'waiting')).id);
      expect(await stand.repair(id)).toBe(1);
      WaitTask.release();
      expect(await stand.outcome(id)).toEqual({
        status: 'FAILURE',
        steps: { running: 'SUCCESS', waiting: 'REVOKED' },
      });
    });

    it('repairs nothing in a workflow that is well', async () => {
      const id = await startTwo();
      expect(await stand.repair(id)).toBe(0);
      WaitTask.release();
      await stand.ended(id);
    });
  });

  it('fails if a step expires while it waits', async () => {
    const id = await stand.start({
      steps: {
        ...twoSteps,
        waiting: { ...twoSteps.waiting, options: { expiresAt: new Date(Date.now() + 200) } },
      },
    });
    await stand.reaches(id, 'waiting', 'REVOKED');
    await redis().zadd(key('deadlines'), 1, `tasks:${(await stand.taskOf(id, 'waiting')).id}`);
    WaitTask.release();
    expect(await stand.outcome(id)).toEqual({
      status: 'FAILURE',
      steps: { running: 'SUCCESS', waiting: 'REVOKED' },
    });
  });

  it('lets go of the ends of steps whose workflow is gone', async () => {
    const id = await startTwo();
    const { id: taskId, queue } = await stand.taskOf(id, 'running');
    await redis().del(stand.recordOf(id));
    WaitTask.release();
    await eventually(async () => expect((await get(TaskStore).find(taskId)).status).toBe('SUCCESS'));
    await get(CompletionNotifier).notify({ queue, id: taskId });
    expect(await redis().zscore(key('ends'), `tasks:${taskId}`)).toBeNull();
  });

  it('stays under observation if it is retried while its end is announced', async () => {
    const id = await stand.start({ steps: { bad: fail(), after: { task: 'test.wait', after: ['bad'] } } });
    const { workflow } = await stand.ended(id);
    FailTask.isBroken = false;
    await get(WorkflowActions).retry(id);
    await get(OpenWorkflows).closeEnded(id, workflow.finishedAt);
    expect(await redis().zscore(key('open-workflows'), id)).not.toBeNull();
    await stand.reaches(id, 'after', 'STARTED');
    WaitTask.release();
    await stand.ended(id);
  });

  it('cannot be retried while it is removed', async () => {
    const id = await stand.start({ steps: { bad: fail() } });
    await stand.ended(id);
    let error: unknown;
    interrupt(
      get(TaskRemoval),
      'remove',
      async () => {
        error = await get(WorkflowActions)
          .retry(id)
          .catch((thrown: unknown) => thrown);
      },
      'before',
    );
    await get(WorkflowActions).remove(id);
    expect(String(error)).toContain('can be retried');
    expect(await redis().keys(`*${id}*`)).toEqual([]);
  });

  it('is removed by the sweep if a removal has died in the middle', async () => {
    const id = await stand.start({ steps: { a: sum(1), b: sum(2) }, onEnd: sum(3) });
    await stand.ended(id);
    await stand.reaches(id, 'onEnd', 'SUCCESS');
    interrupt(get(TaskRemoval), 'remove', () => Promise.reject(new Error('the process died')));
    await expect(get(WorkflowActions).remove(id)).rejects.toThrow('died');
    await get(WorkflowUpkeep).remove();
    expect(await redis().keys(`*${id}*`)).toEqual([]);
    expect(await redis().zscore(key('finished-workflows'), id)).toBeNull();
  });

  it('is not removed while it runs', async () => {
    const id = await startTwo();
    expect(await get(WorkflowRemoval).remove((await get(WorkflowStore).view(id)).workflow)).toBe(false);
    WaitTask.release();
    expect((await stand.outcome(id)).status).toBe('SUCCESS');
  });
});
