import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TaskActions } from '../../src/core/act/task-actions.js';
import { Queues } from '../../src/core/bullmq/queues.js';
import { QueueControl } from '../../src/core/queues/queue-control.js';
import { WorkflowActions } from '../../src/core/workflows/act/workflow-actions.js';
import { WorkflowRetry } from '../../src/core/workflows/act/workflow-retry.js';
import { WorkflowProgress } from '../../src/core/workflows/progress/workflow-progress.js';
import { REOPEN, REOPEN_STEPS, RESUME } from '../../src/core/workflows/scripts/reopen.js';
import { EchoTask, FailTask, WaitTask } from '../support/workflow-tasks.js';
import { WorkflowStand, echo, fail, interrupt, resultOf, sum } from '../support/workflow-stand.js';

describe('the retry of a workflow', () => {
  let stand: WorkflowStand;
  const retry = (id: string) => stand.worker.get(WorkflowActions).retry(id);
  const retryStep = async (id: string, step: string) =>
    stand.worker.get(TaskActions).retry((await stand.taskOf(id, step)).id);

  beforeAll(async () => {
    stand = await WorkflowStand.create();
  });
  afterAll(() => stand.close());
  beforeEach(() => stand.reset());

  it('leaves alone what is still to be revoked from before', async () => {
    const id = await stand.start({ steps: { bad: fail(), after: echo(resultOf('bad')) } });
    await stand.ended(id);
    await stand.sandbox.redis.rpush(`${stand.recordOf(id)}:work`, 'stop 1'); // its process died
    FailTask.isBroken = false;
    await retry(id);
    expect(await stand.outcome(id)).toEqual({
      status: 'SUCCESS',
      steps: { bad: 'SUCCESS', after: 'SUCCESS' },
    });
  });

  it('notices a step that fails while another is retried', async () => {
    const id = await stand.start({
      steps: {
        bad: fail(),
        after: echo(resultOf('bad')),
        other: { task: 'test.wait' },
        afterOther: echo(resultOf('other')),
      },
    });
    await stand.reaches(id, 'bad', 'FAILURE');
    await stand.reaches(id, 'afterOther', 'REVOKED');
    await stand.reaches(id, 'other', 'STARTED');
    FailTask.isBroken = false;
    interrupt(
      RESUME,
      'run',
      async () => {
        WaitTask.fail();
        await stand.reaches(id, 'other', 'FAILURE');
        await stand.worker.get(WorkflowProgress).moveOn(id, [2]);
      },
      'before',
    );
    await retryStep(id, 'bad');
    expect(await stand.outcome(id)).toMatchObject({
      status: 'FAILURE',
      steps: { bad: 'SUCCESS', other: 'FAILURE', afterOther: 'REVOKED' },
    });
    await retry(id);
    await stand.reaches(id, 'other', 'STARTED');
    WaitTask.release();
    expect(await stand.outcome(id)).toMatchObject({ status: 'SUCCESS', steps: { afterOther: 'SUCCESS' } });
  });

  it('ends although a step fails again while others are still reopened', async () => {
    const many = Object.fromEntries(Array.from({ length: 55 }, (_, i) => [`some${i}`, echo(i)]));
    const id = await stand.start({
      steps: {
        ...{ early: fail(), afterEarly: echo(resultOf('early')) },
        ...many,
        ...{ late: fail(), afterLate: echo(resultOf('late')) },
      },
    });
    await stand.ended(id);
    interrupt(REOPEN_STEPS, 'run', async () => {
      await stand.reaches(id, 'late', 'FAILURE');
      await stand.worker.get(WorkflowProgress).moveOn(id, [57]);
    });
    await retry(id);
    expect(await stand.outcome(id)).toMatchObject({
      status: 'FAILURE',
      steps: { early: 'FAILURE', afterEarly: 'REVOKED', late: 'FAILURE', afterLate: 'REVOKED' },
    });
    FailTask.isBroken = false;
    await retry(id);
    expect(await stand.outcome(id)).toMatchObject({ status: 'SUCCESS', steps: { afterEarly: 'SUCCESS' } });
  });

  it('resumes it after the last of several steps that are retried at the same time', async () => {
    const bad = Array.from({ length: 10 }, (_, i) => `bad${i}`);
    const id = await stand.start({
      steps: {
        ...Object.fromEntries(bad.map((name) => [name, fail()])),
        last: { ...sum(1), after: bad },
      },
    });
    await stand.ended(id);
    FailTask.isBroken = false;
    await Promise.all(bad.map((name) => retryStep(id, name)));
    expect(await stand.outcome(id)).toMatchObject({ status: 'SUCCESS', steps: { last: 'SUCCESS' } });
  });

  it('is not undone by another retry that ends first', async () => {
    const id = await stand.start({ steps: { a: fail(), b: fail(), last: { ...sum(1), after: ['a', 'b'] } } });
    await stand.ended(id);
    FailTask.isBroken = false;
    interrupt(REOPEN, 'run', () => retryStep(id, 'a'));
    await retryStep(id, 'b');
    expect(await stand.outcome(id)).toEqual({
      status: 'SUCCESS',
      steps: { a: 'SUCCESS', b: 'SUCCESS', last: 'SUCCESS' },
    });
  });

  it('is completed by the sweep if its process died', async () => {
    const id = await stand.start({ steps: { bad: fail(), after: echo(resultOf('bad')) } });
    await stand.ended(id);
    FailTask.isBroken = false;
    interrupt(REOPEN_STEPS, 'run', () => Promise.reject(new Error('the process died')));
    await expect(retry(id)).rejects.toThrow('died');
    await stand.reaches(id, 'bad', 'SUCCESS');
    expect((await stand.view(id)).workflow.status).toBe('STARTED');
    await stand.repair(id);
    expect((await stand.view(id)).workflow.status).toBe('STARTED'); // it may still go on
    await stand.sandbox.redis.hset(stand.recordOf(id), 'reopening', 1);
    await stand.repair(id);
    expect(await stand.outcome(id)).toMatchObject({ status: 'SUCCESS', steps: { after: 'SUCCESS' } });
  });

  it('reopens nothing if it comes after the sweep', async () => {
    const id = await stand.start({ steps: { bad: fail() } });
    await stand.ended(id);
    interrupt(REOPEN, 'run', async () => {
      await stand.worker.get(WorkflowRetry).finish(id);
    });
    await retry(id);
    expect(await stand.outcome(id)).toEqual({ status: 'FAILURE', steps: { bad: 'FAILURE' } });
  });

  it('fails again, and ends, if a failed task is gone', async () => {
    const id = await stand.start({ steps: { bad: fail(), after: echo(resultOf('bad')) } });
    await stand.ended(id);
    await stand.worker
      .get(Queues)
      .get('tasks')
      .remove((await stand.taskOf(id, 'bad')).id);
    await retry(id);
    expect(await stand.outcome(id)).toEqual({
      status: 'FAILURE',
      steps: { bad: 'FAILURE', after: 'REVOKED' },
    });
  });

  it('is stopped by a cancel in its middle', async () => {
    const id = await stand.start({
      steps: {
        bad: fail(),
        after: { task: 'test.wait', after: ['bad'] },
        last: { ...sum(1), after: ['after'] },
      },
    });
    await stand.ended(id);
    FailTask.isBroken = false;
    interrupt(
      REOPEN_STEPS,
      'run',
      () => stand.worker.get(WorkflowActions).cancel(id, 'not wanted'),
      'before',
    );
    await retry(id);
    const { workflow } = await stand.ended(id);
    expect(workflow).toMatchObject({ status: 'REVOKED', revokeReason: 'not wanted' });
  });

  it('reruns a failed hook alone', async () => {
    const id = await stand.start({
      steps: { a: sum(1) },
      onSuccess: fail('of the hook'),
      onFailure: echo('no'),
    });
    await stand.ended(id);
    await stand.reaches(id, 'onSuccess', 'FAILURE');
    const before = await stand.view(id);
    FailTask.isBroken = false;
    await retryStep(id, 'onSuccess');
    await stand.reaches(id, 'onSuccess', 'SUCCESS');
    const after = await stand.view(id);
    expect(after.workflow).toEqual(before.workflow);
    expect(after.hooks.map(({ status }) => status)).toEqual(['SUCCESS', 'REVOKED']);
    expect(EchoTask.seen).toEqual([]);
  });

  it('refuses a skipped step, and leaves the workflow as it is', async () => {
    const id = await stand.start({
      steps: { bad: { ...fail(), ifFailed: 'skip' }, after: echo(resultOf('bad')) },
    });
    const before = await stand.ended(id);
    await expect(retryStep(id, 'after')).rejects.toThrow();
    expect((await stand.view(id)).workflow).toEqual(before.workflow);
  });

  it('reruns failed items and gathers at once, however long their step had waited before', async () => {
    const id = await stand.start({
      steps: {
        list: { task: 'test.list', payload: { length: 3 } },
        items: { ...fail(), each: resultOf('list', '/items') },
        total: { ...sum(1), after: ['items'] },
      },
    });
    await stand.ended(id);
    const { id: taskId } = await stand.taskOf(id, 'items');
    await stand.sandbox.redis.hset(stand.jobOf(taskId), 'delay', 3_600_000); // it had waited for an hour
    FailTask.isBroken = false;
    await retry(id);
    expect(await stand.outcome(id)).toMatchObject({
      status: 'SUCCESS',
      steps: { items: 'SUCCESS', 'items[0]': 'SUCCESS', 'items[2]': 'SUCCESS', total: 'SUCCESS' },
    });
  });

  it.each([
    ['continue', 'SUCCESS'],
    ['skip', 'FAILURE'],
  ] as const)('leaves failed items of a step alone that stays as it is: %s', async (ifFailed, status) => {
    const id = await stand.start({
      steps: { items: { ...fail(), each: [1, 2], ifFailed }, other: { task: 'test.wait' } },
    });
    await stand.reaches(id, 'items', status);
    await WaitTask.failRunning();
    const { steps } = await stand.outcome(id);
    expect(steps).toMatchObject({ 'items[0]': 'FAILURE', 'items[1]': 'FAILURE', other: 'FAILURE' });
    FailTask.isBroken = false;
    await retry(id);
    await WaitTask.releaseRunning();
    expect(await stand.outcome(id)).toEqual({ status: 'SUCCESS', steps: { ...steps, other: 'SUCCESS' } });
  });

  describe('with a step in a queue that does not start', () => {
    const text = { to: 'ada@example.com', subject: 'done', text: 'done' };
    const steps = { bad: fail(), mail: { task: 'notifications.send-email', payload: text } };
    const revoked = { status: 'FAILURE', steps: { bad: 'FAILURE', mail: 'REVOKED' } };
    const control = () => stand.worker.get(QueueControl);

    beforeEach(() => control().pause('notifications', 'ops'));
    afterEach(() => control().resume('notifications'));

    it('revokes it again if another step fails again', async () => {
      const id = await stand.start({ steps });
      expect(await stand.outcome(id)).toEqual(revoked);
      await retry(id);
      expect(await stand.outcome(id)).toEqual(revoked);
    });

    it('keeps it if it was retried alone', async () => {
      const id = await stand.start({ steps });
      expect(await stand.outcome(id)).toEqual(revoked);
      await retryStep(id, 'mail');
      await stand.repair(id);
      expect((await stand.taskOf(id, 'mail')).status).toBe('PENDING');
      await stand.worker.get(WorkflowActions).cancel(id); // so that it is not sent
    });
  });
});
