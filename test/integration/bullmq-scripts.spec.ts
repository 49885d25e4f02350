import { priorityNumber } from '../../src/core/task/options/priority.js';
import { describe, expect, it } from '@jest/globals';
import { FlowProducer } from 'bullmq';
import { ChangeJob, type JobChange } from '../../src/core/bullmq/scripts/change-job.js';
import { RemoveJob } from '../../src/core/bullmq/remove-job.js';
import { Requeue } from '../../src/core/bullmq/requeue.js';
import { RevokeJob } from '../../src/core/bullmq/revoke-job.js';
import { enterRetention } from '../../src/core/bullmq/scripts/enter-retention.js';
import { takeTurn } from '../../src/core/bullmq/scripts/take-turn.js';
import { ownFields } from '../../src/core/bullmq/task-job.js';
import { newTaskId } from '../../src/core/task/task-id.js';
import { type BullmqQueue, TOKEN, same } from '../support/bullmq-contract.js';
import { complete, fail, useTwins } from '../support/bullmq-twins.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ALL_ATTEMPTS = { resetAttemptsMade: true, resetAttemptsStarted: true };

describe('our scripts move a job as BullMQ does', () => {
  const twins = useTwins();
  const { both, add, record, snapshot, expectAlike } = twins;

  const requeue = () => {
    const [broker, queues, keys] = twins.parts();
    return new Requeue(broker, queues, keys);
  };
  const change = (changes: JobChange) => {
    const [broker, queues, keys] = twins.parts();
    return new ChangeJob(broker, queues, keys).run({ queue: 'ours', id: twins.id }, changes);
  };
  const remove = (finishedAt: number) =>
    new RemoveJob(...twins.parts()).run('ours', twins.id, { finishedAt });
  const revoke = (leave?: 'running') => {
    const request = { queue: 'ours', id: twins.id, reason: 'enough', at: Date.now() };
    return new RevokeJob(...twins.parts()).run({ ...request, ...(leave && { leave }) });
  };

  const waits: Readonly<Record<string, (side: BullmqQueue) => Promise<unknown>>> = {
    'alone in its queue': () => Promise.resolve(),
    'behind another by its priority': (side) => side.add('other', { priority: 7 }),
    'in a paused queue': ({ queue }) => queue.pause(),
    'in a queue that runs all it may': async (side) => {
      await side.add('other');
      await side.take();
      await side.queue.setGlobalConcurrency(1);
    },
  };

  describe.each(Object.entries(waits))('so that it waits %s', (where, prepare) => {
    const options = where.includes('priority') ? { priority: 7 } : {};

    it('when it is promoted', async () => {
      await both(prepare);
      await both((side) => add(side, { delay: HOUR_MS, ...options }));
      await (await twins.theirs.get(twins.id)).promote();
      same('the set of delayed jobs', await requeue().promote(await snapshot()), 'done');
      await expectAlike('how a job is promoted', { fields: ['delay'] });
      // Ours records the time, so that the waiting time is measured from now.
      same('the field of the delay', Number((await record())['delay']) >= 60_000, true);
    });

    it('when it is retried', async () => {
      await both((side) => add(side, { attempts: 1, ...options }));
      await both(fail);
      await both(prepare);
      await (await twins.theirs.get(twins.id)).retry('failed', ALL_ATTEMPTS);
      same('the set of failed jobs', await requeue().retry(await snapshot()), 'done');
      await expectAlike('how a failed job is retried', {
        fields: ['delay', 'failedReason', ownFields.retriedAt],
      });
      same('the field of the reason', (await record())['failedReason'], 'no luck'); // ours keeps it
    });
  });

  it.each([
    { failParentOnFailure: true },
    { continueParentOnFailure: true },
    { ignoreDependencyOnFailure: true },
  ])('when it is retried and has a parent: %j', async (given) => {
    const opts = { jobId: twins.id, timestamp: twins.made, ...given };
    await both(async ({ queue: { name } }) => {
      const flows = new FlowProducer({
        connection: twins.bullmq.connection,
        prefix: twins.bullmq.sandbox.prefix,
      });
      const children = [{ name: 'child', queueName: name, opts }];
      await flows.add({ name: 'parent', queueName: name, opts: { jobId: 'parent-1' }, children });
      await flows.close();
    });
    await both(fail);
    await (await twins.theirs.get(twins.id)).retry('failed', ALL_ATTEMPTS);
    await requeue().retry(await snapshot());
    await expectAlike('what a parent keeps of its children', {
      fields: ['delay', 'failedReason', ownFields.retriedAt],
    });
  });

  it('and retried, it takes its deduplication key again', async () => {
    const { ours } = twins;
    await add(ours, { deduplication: { id: 'a-key' } });
    await fail(ours);
    same('when a job loses its deduplication key', (await ours.contents())['de:a-key'], undefined);
    await requeue().retry(await snapshot());
    const equal = await ours.add(newTaskId(), { deduplication: { id: 'a-key' } });
    same('how a job holds its deduplication key', equal.id, twins.id);
    await complete(ours);
    same('when a job loses its deduplication key', (await ours.contents())['de:a-key'], undefined);
  });

  it('and retried, it leaves a deduplication key that is limited by time', async () => {
    const { ours, redis } = twins;
    await add(ours, { deduplication: { id: 'a-key', ttl: HOUR_MS } });
    await fail(ours);
    await redis.del(`${ours.keys.prefix}de:a-key`); // it has expired
    await requeue().retry(await snapshot());
    same('how the time of a key is stored', (await ours.contents())['de:a-key'], undefined);
  });

  it('and retried after it stalled, it has all its crashes before it', async () => {
    const { ours } = twins;
    await add(ours);
    for (let crash = 0; crash < 2; crash++) {
      await ours.take();
      await ours.stall(twins.id);
    }
    await fail(ours);
    await requeue().retry(await snapshot());
    const { stalledCounter, deferredFailure } = await ours.take();
    same('the count of stalls', { stalledCounter, deferredFailure }, { stalledCounter: 0 });
  });

  it.each([
    ['waits', {}],
    ['has a priority', { priority: 7 }],
    ['is delayed', { delay: HOUR_MS }],
  ])('when it gets another priority and %s', async (_where, options) => {
    await both((side) => add(side, options));
    await (await twins.theirs.get(twins.id)).changePriority({ priority: priorityNumber('critical') });
    same('how a waiting job is found', await change({ priority: 'critical' }), 'done');
    // Ours changes the stored options, too, and announces the job again.
    await expectAlike('how a priority changes', { fields: ['opts'], keys: ['events'] });
  });

  it.each([
    ['waits', {}],
    ['is delayed', { delay: HOUR_MS }],
  ])('when it gets another time and %s', async (_where, options) => {
    await both((side) => add(side, { delay: HOUR_MS, ...options }));
    if (!('delay' in options)) await (await twins.ours.get(twins.id)).promote();
    await (await twins.theirs.get(twins.id)).changeDelay(2 * HOUR_MS);
    same('how a job is found', await change({ runAt: Date.now() + 2 * HOUR_MS }), 'done');
    // Ours counts the delay from the submit, a minute ago, and leaves the marker of a job that could start.
    const keys = ['events', 'marker', 'delayed'];
    await expectAlike('how a time changes', { fields: ['opts', 'delay'], keys });
    const times = await Promise.all(
      [twins.ours, twins.theirs].map(async (side) => (await side.contents())['delayed']),
    );
    const hours = times.map(
      (score) => (Number(Object.values(score ?? {})[0]) / 4_096 - Date.now()) / HOUR_MS,
    );
    same('the score of a delayed job', hours.map(Math.round), [2, 2]);
  });

  it.each([
    ['waits', {}],
    ['has a priority', { priority: 7 }],
    ['is delayed', { delay: HOUR_MS }],
  ])('when it is revoked and %s', async (_where, options) => {
    const { ours, theirs } = twins;
    await both((side) => add(side, { deduplication: { id: 'a-key' }, ...options }));
    if ('delay' in options) await (await theirs.get(twins.id)).promote();
    await fail(theirs, 'enough');
    same('the marks of a job that waits', await revoke(), 'revoked');
    // BullMQ has run it once, and its worker has consumed the marker.
    const ofTheRun = ['atm', 'ats', 'pb', 'processedOn', 'stacktrace', 'delay'];
    const fields = [...ofTheRun, ownFields.revoked, ownFields.runAt];
    await expectAlike('how a job fails', { fields, keys: ['events', 'marker'] });
    const [revoked, failed] = [await ours.lastEvent(), await theirs.lastEvent()];
    same('the event of a failed job', { ...revoked, prev: 'active' }, failed);
    same('the state of a failed job', await ours.queue.getJobState(twins.id), 'failed');
    const due = 'delay' in options ? String(twins.made + HOUR_MS) : undefined;
    same('the score of a delayed job', (await record())[ownFields.runAt], due);
    const next: unknown = await ours.worker.getNextJob(TOKEN, { block: false });
    same('where a job waits: a revoked one is still taken', next, undefined);
  });

  it('except that it only marks a running one, and leaves an ended one', async () => {
    await both((side) => add(side));
    const [job] = [await twins.ours.take(), await twins.theirs.take()];
    same('where a job runs', await revoke('running'), 'running');
    same('where a job runs', await revoke(), 'running');
    await expectAlike('a running job', { fields: [ownFields.cancelRequestedAt, ownFields.cancelReason] });
    await job.moveToCompleted(1, TOKEN, false);
    same('the mark of an end', await revoke(), 'final');
  });

  it('and expires only if it was never started, and not before it was submitted', async () => {
    const { ours } = twins;
    const expire = () =>
      new RevokeJob(...twins.parts()).run({
        ...{ queue: 'ours', id: twins.id, reason: 'expired', at: twins.made - HOUR_MS, leave: 'started' },
      });
    await add(ours, { attempts: 2 });
    await (await ours.take()).moveToFailed(new Error('once'), TOKEN, false);
    same('the count of starts', await expire(), 'running');
    await ours.queue.remove(twins.id);
    await add(ours);
    same('the count of starts', await expire(), 'revoked');
    same('the time of a submit', (await ours.get(twins.id)).finishedOn, twins.made);
  });

  it.each([
    ['completed', complete],
    ['failed', fail],
  ])('when it is removed and has %s', async (_how, end) => {
    await both((side) => add(side));
    await both((side) => end(side));
    await both(({ queue }) => queue.addJobLog(twins.id, 'a line'));
    const finishedAt = (await snapshot()).finishedAt ?? 0;
    same('the mark of an end', await remove(finishedAt + 1), 'moved');
    await expectAlike('an ended job that is not removed');
    await twins.theirs.queue.remove(twins.id, { removeChildren: false });
    same('the mark of an end', await remove(finishedAt), 'done');
    await expectAlike('how a job is removed', { keys: ['events'] });
    same('the record of a job', await remove(finishedAt), 'missing');
  });

  it.each([
    ['completed', complete],
    ['failed', fail],
  ] as const)('and finds when it is to be removed if it has %s', async (set, end) => {
    const { ours, keys, redis } = twins;
    const [own, other] = [twins.id, newTaskId()];
    await ours.add(own, { retentionMs: HOUR_MS });
    await end(ours);
    await ours.add(other);
    await end(ours);
    const enter = (which: 'own' | 'all') =>
      enterRetention(redis, ours.keys, set, {
        ...{ retention: keys.retention, entries: 'ours:', which, newest: Date.now() + 1_000, count: 10 },
        ...{ cursor: keys.walk(which, 'ours', set), defaultRetentionMs: DAY_MS, againMs: 1_000 },
      });
    const due = async (id: string) => Number(await redis.zscore(keys.retention, `ours:${id}`));
    const endOf = async (id: string) => (await ours.get(id)).finishedOn ?? 0;
    same('the set of ended jobs', await enter('own'), 2);
    same('how the options of a job are stored', await due(own), (await endOf(own)) + HOUR_MS);
    same('how no options of a job are stored', await due(other), 0);
    await enter('all');
    same('the score of an ended job', await due(other), (await endOf(other)) + DAY_MS);
  });

  it('and leaves it the turn that a rate limit has given it', async () => {
    const { ours, redis } = twins;
    const [turns, starts] = ['turns', 'starts'].map((name) => `${twins.bullmq.sandbox.prefix}:${name}`);
    const job = ours.keys.job(twins.id);
    const limit = { turns: turns ?? '', starts: starts ?? '', slotOf: '', max: 1, duration: HOUR_MS };
    await takeTurn(redis, { ...limit, job: ours.keys.job('earlier') });
    await add(ours);
    const waitMs = await takeTurn(redis, { ...limit, job });
    const { [ownFields.slot]: slot } = await record();
    expect(waitMs).toBeGreaterThan(0);
    await (await ours.take()).moveToDelayed(Date.now() + waitMs, TOKEN);
    same('the fields of others in a delayed job', (await record())[ownFields.slot], slot);
    await (await ours.get(twins.id)).promote();
    const taken = await ours.take();
    same('the fields of others in a job that runs', (await record())[ownFields.slot], slot);
    await redis.hset(job, ownFields.slot, 1); // its time has come
    await redis.del(limit.starts);
    expect(await takeTurn(redis, { ...limit, job })).toBe(0);
    await taken.moveToCompleted(1, TOKEN, false);
    same('the end of a job that waited for its turn', await ours.queue.getJobState(twins.id), 'completed');
  });
});
