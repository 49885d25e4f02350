import { beforeEach, describe, it } from '@jest/globals';
import { FlowProducer, type Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import {
  DELAYED_STEP,
  MOST_EVENTS,
  PRIORITY_STEP,
  type QueueKeys,
  STALLED_TOO_OFTEN,
  jobField,
  jobKeyType,
  jobOption,
  jobSuffix,
  marker,
  place,
  queueKeyTypes,
  queueSetting,
} from '../../src/core/bullmq/layout.js';
import { findJobs } from '../../src/core/bullmq/scripts/find-jobs.js';
import type { BrokerClient } from '../../src/core/redis/connections.js';
import { TOKEN, same, useBullmq } from '../support/bullmq-contract.js';

describe('BullMQ keeps what we rely on', () => {
  const bullmq = useBullmq('tasks');
  let connection: Redis;
  let queue: Queue;
  let worker: Worker;
  let keys: QueueKeys;

  beforeEach(() => {
    ({ connection } = bullmq);
    ({ queue, worker, keys } = bullmq.get('tasks'));
  });

  const add = (jobId: string, options: object = {}) => bullmq.get('tasks').add(jobId, options);
  const record = (id: string) => bullmq.get('tasks').record(id);
  const take = () => bullmq.get('tasks').take();
  const stall = (id: string) => bullmq.get('tasks').stall(id);
  const scoreOf = async (key: string, member: string) => Number(await connection.zscore(key, member));
  /** The job as seen by our own read. */
  const found = async (id: string) => {
    // A plain connection has everything a script needs.
    const client = connection as unknown as BrokerClient;
    const request = { queues: [keys.prefix], ids: [id], mostResultBytes: 0, mostStackBytes: 65_536 };
    const { jobs } = await findJobs(client, request);
    return jobs[0]?.record;
  };
  const lastEvent = () => bullmq.get('tasks').lastEvent();

  it('when a job is added', async () => {
    const { timestamp } = await add('job-1', { attempts: 3 });
    const { [jobField.options]: stored, ...others } = await record('job-1');
    same('the fields of a job that waits', others, {
      [jobField.name]: 'divide',
      [jobField.data]: '{"x":1}',
      [jobField.timestamp]: String(timestamp),
      [jobField.delay]: '0',
      [jobField.priority]: '0',
    });
    same('how the options are stored', JSON.parse(stored ?? ''), { jobId: 'job-1', attempts: 3 });
    same('where a job waits', await connection.lrange(keys.place(place.wait), 0, -1), ['job-1']);
    same('the marker of a waiting job', await scoreOf(keys.other('marker'), marker.base), 0);
    same('the event of a waiting job', await lastEvent(), { event: 'waiting', jobId: 'job-1' });
    same(
      'how many events a queue keeps',
      await connection.hget(keys.other('meta'), 'opts.maxLenEvents'),
      String(MOST_EVENTS),
    );
    await add('job-2');
    const next = await take();
    same('which end of the list is next', next.id, 'job-1');
  });

  it('when a job is delayed', async () => {
    const { timestamp } = await add('job-1', { delay: 60_000 });
    const due = timestamp + 60_000;
    const score = await scoreOf(keys.place(place.delayed), 'job-1');
    same('the score of a delayed job', score, due * DELAYED_STEP);
    same('the field of the delay', (await record('job-1'))[jobField.delay], '60000');
    same('the marker of a delayed job', await scoreOf(keys.other('marker'), marker.delayed), due);
    same('the event of a delayed job', await lastEvent(), {
      event: 'delayed',
      jobId: 'job-1',
      delay: String(due),
    });
    same('what we read of a delayed job', (await found('job-1'))?.delayedUntil, due);
    await add('job-2', { delay: 60_000, timestamp });
    const second = await scoreOf(keys.place(place.delayed), 'job-2');
    same('the order of jobs that are due in the same ms', second, due * DELAYED_STEP + 1);
    await (await queue.getJob('job-1'))?.promote();
    same('where a promoted job waits', await connection.lrange(keys.place(place.wait), 0, -1), ['job-1']);
  });

  it('when jobs have priorities', async () => {
    await add('job-1', { priority: 7 });
    await add('job-2', { priority: 7 });
    const scores = await connection.zrange(keys.place(place.prioritized), 0, -1, 'WITHSCORES');
    const [first, second] = [7 * PRIORITY_STEP + 1, 7 * PRIORITY_STEP + 2];
    same('the scores of priorities', scores, ['job-1', String(first), 'job-2', String(second)]);
    same('the counter of priorities', await connection.get(keys.other('priorityCounter')), '2');
    same('the field of the priority', (await record('job-1'))[jobField.priority], '7');
  });

  it('when a job is taken', async () => {
    await add('job-1');
    await take();
    same('where a job runs', await connection.lrange(keys.place(place.active), 0, -1), ['job-1']);
    same('the lock of a job', await connection.get(keys.lock('job-1')), TOKEN);
    const fields = await record('job-1');
    same('the field of the starts', fields[jobField.attemptsStarted], '1');
    same('the field of the worker', fields[jobField.worker], 'one');
    same('the field of the start', Number(fields[jobField.processedOn]) > 0, true);
    const { isActive, attemptsStarted, worker: who } = (await found('job-1')) ?? {};
    const seen = { isActive, attemptsStarted, who };
    same('what we read of a job that runs', seen, { isActive: true, attemptsStarted: 1, who: 'one' });
  });

  it('when a job completes', async () => {
    await add('job-1');
    await (await take()).moveToCompleted({ z: 2 }, TOKEN, false);
    const fields = await record('job-1');
    same('the field of the result', fields[jobField.result], '{"z":2}');
    same('the field of the attempts', fields[jobField.attemptsMade], '1');
    const score = await scoreOf(keys.place(place.completed), 'job-1');
    same('the score of a completed job', score, Number(fields[jobField.finishedOn]));
    same('the lock of a completed job', await connection.exists(keys.lock('job-1')), 0);
    same('where a completed job stands', await connection.llen(keys.place(place.active)), 0);
    same('what we read of a result', (await found('job-1'))?.returnvalue, { z: 2 });
  });

  it('when a job fails for good', async () => {
    await add('job-1');
    await (await take()).moveToFailed(new Error('no luck'), TOKEN, false);
    const fields = await record('job-1');
    same('the field of the reason', fields[jobField.failedReason], 'no luck');
    const [stack] = JSON.parse(fields[jobField.stacks] ?? '[]');
    same('the field of the stacks', stack?.startsWith('Error: no luck'), true);
    same('a job that has failed: it has a result', jobField.result in fields, false);
    const score = await scoreOf(keys.place(place.failed), 'job-1');
    same('the score of a failed job', score, Number(fields[jobField.finishedOn]));
    const { event, jobId, failedReason } = await lastEvent();
    const told = { event, jobId, failedReason };
    same('the event of a failed job', told, { event: 'failed', jobId: 'job-1', failedReason: 'no luck' });
  });

  it('when a job is tried again, at once and later', async () => {
    await add('job-1', { attempts: 2 });
    await (await take()).moveToFailed(new Error('once'), TOKEN, false);
    const fields = await record('job-1');
    same('the attempts of a job that is tried again', fields[jobField.attemptsMade], '1');
    same('a job that is tried again: it has an end', jobField.finishedOn in fields, false);
    same('where it waits', await connection.lrange(keys.place(place.wait), 0, -1), ['job-1']);
    await (await take()).moveToCompleted(1, TOKEN, false);
    await add('job-2', { attempts: 2, backoff: 60_000 });
    await (await take()).moveToFailed(new Error('later'), TOKEN, false);
    same('the delay of a job that is tried later', (await record('job-2'))[jobField.delay], '60000');
    const due = (await scoreOf(keys.place(place.delayed), 'job-2')) / DELAYED_STEP;
    same('when it is tried later', Math.abs(due - Date.now() - 60_000) < 30_000, true);
  });

  it('when a job stalls, and stalls too often', async () => {
    await add('job-1');
    await take();
    await stall('job-1');
    same('the field of the stalls', (await record('job-1'))[jobField.stalls], '1');
    same('where a stalled job waits', await connection.lrange(keys.place(place.wait), 0, -1), ['job-1']);
    await take();
    await stall('job-1');
    const reason = (await record('job-1'))[jobField.deferredFailure];
    same('how a job is given up that stalled too often', reason, STALLED_TOO_OFTEN);
  });

  it('when a job has a deduplication key', async () => {
    await add('job-1', { deduplication: { id: 'a-key', ttl: 60_000 } });
    same('the key of a deduplication', await connection.get(keys.deduplication('a-key')), 'job-1');
    const fields = await record('job-1');
    same('the field of the deduplication', fields[jobField.deduplicationId], 'a-key');
    const { [jobOption.deduplication]: option } = JSON.parse(fields[jobField.options] ?? '{}');
    same('the option of the deduplication', option?.[jobOption.deduplicationTtl], 60_000);
  });

  it('when a job logs, and when it is removed', async () => {
    await add('job-1');
    await queue.addJobLog('job-1', 'a line');
    await (await queue.getJob('job-1'))?.updateProgress(40);
    same('where the log is', await connection.lrange(keys.logs('job-1'), 0, -1), ['a line']);
    same('the field of the progress', (await record('job-1'))[jobField.progress], '40');
    await queue.remove('job-1', { removeChildren: false });
    const left = await connection.exists(keys.job('job-1'), keys.logs('job-1'), keys.lock('job-1'));
    same('what a removal leaves', left, 0);
  });

  it('when a queue is paused and limited', async () => {
    await queue.pause();
    await queue.setGlobalConcurrency(3);
    await queue.setGlobalRateLimit(5, 1_000);
    const meta = await connection.hgetall(keys.other('meta'));
    same('the setting of the pause', meta[queueSetting.paused], '1');
    same('the setting of the concurrency', meta[queueSetting.concurrency], '3');
    const rate = [meta[queueSetting.rateMax], meta[queueSetting.rateDuration]];
    same('the settings of the rate', rate, ['5', '1000']);
  });

  it('when a job waits for another one', async () => {
    const flows = new FlowProducer({ connection, prefix: bullmq.sandbox.prefix });
    const child = { name: 'child', queueName: 'tasks', opts: { jobId: 'child-1' } };
    const opts = { jobId: 'parent-1' };
    await flows.add({ name: 'parent', queueName: 'tasks', opts, children: [child] });
    const parent = keys.job('parent-1');
    same('the field of the parent', (await record('child-1'))[jobField.parentKey], parent);
    const waiting = await connection.zrange(keys.place(place.waitingChildren), 0, -1);
    same('where a parent waits', waiting, ['parent-1']);
    const children = await connection.smembers(`${parent}${jobSuffix.dependencies}`);
    same('what a parent waits for', children, [keys.job('child-1')]);
    await (await take()).moveToCompleted(1, TOKEN, false);
    const ended = await connection.hkeys(`${parent}${jobSuffix.processed}`);
    same('which children of a parent have ended', ended, [keys.job('child-1')]);
    await flows.close();
  });

  it('and has no key whose type we do not know', async () => {
    await add('job-1', { attempts: 2, priority: 3, deduplication: { id: 'a-key' } });
    await add('job-2', { delay: 60_000 });
    await queue.add('divide', {});
    await take();
    await take();
    await stall('job-1');
    await queue.addJobLog('job-1', 'a line');
    for (const key of await connection.keys(`${keys.prefix}*`)) {
      const name = key.slice(keys.prefix.length);
      const known = queueKeyTypes[name] ?? jobKeyType(name);
      same(`the type of the key ${name}`, await connection.type(key), known);
    }
  });

  it('and has the methods and the field of its worker that ours uses', () => {
    const methods = ['moveToActive', 'handleCompleted', 'handleFailed'];
    const there = methods.filter((name) => typeof Reflect.get(Worker.prototype, name) === 'function');
    same('the methods of its worker', there, methods);
    same(
      'the field that says when its worker looks again',
      typeof Reflect.get(worker, 'blockUntil'),
      'number',
    );
  });
});
