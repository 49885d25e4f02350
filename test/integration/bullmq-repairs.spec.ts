import { describe, it } from '@jest/globals';
import { FlowProducer } from 'bullmq';
import { JobCommands } from '../../src/core/bullmq/job-commands.js';
import { STALLED_TOO_OFTEN } from '../../src/core/bullmq/layout.js';
import { Reconciliation } from '../../src/core/bullmq/reconciliation/reconciliation.js';
import { freeDeduplication, prepareDeduplication } from '../../src/core/bullmq/scripts/deduplication-key.js';
import { lookForEnd, settleEnd } from '../../src/core/bullmq/scripts/job-completion.js';
import { newTaskId } from '../../src/core/task/task-id.js';
import { type BullmqQueue, TOKEN, same } from '../support/bullmq-contract.js';
import { complete, fail, useTwins } from '../support/bullmq-twins.js';

const HOUR_MS = 3_600_000;
const LOCK_MS = 30_000;
/** Number of worker deaths after which a task fails. */
const MOST_STALLS = 0;

describe('our repairs put a job where BullMQ does', () => {
  const twins = useTwins();
  const { both, add, expectAlike } = twins;

  /** Runs one pass of repairs over our queue. @returns the kinds of repair */
  const repair = async () => {
    const [broker, queues, keys] = twins.parts();
    const reconciliation = new Reconciliation(broker, queues, keys);
    await twins.redis.zadd(keys.index, 0, twins.id);
    const mended = [];
    for (const walk of ['done', 'places']) {
      await twins.redis.hset(keys.reconciliation, { walk, at: '', due: 0, began: Date.now() });
      mended.push(...(await reconciliation.slice(MOST_STALLS, undefined)).mended);
    }
    return mended.map(({ mend }) => mend);
  };
  const lose = async (place: string) => {
    const key = `${twins.ours.keys.prefix}${place}`;
    const isList = (await twins.redis.type(key)) === 'list';
    await (isList ? twins.redis.lrem(key, 0, twins.id) : twins.redis.zrem(key, twins.id));
  };

  /** The keys of our queue that contain the job's id, except past events. */
  const naming = async () => {
    const contents = Object.entries(await twins.ours.contents());
    return contents.flatMap(([key, value]) =>
      key !== 'events' && JSON.stringify([key, value]).includes(twins.id) ? [key] : [],
    );
  };

  const places: Readonly<Record<string, (side: BullmqQueue) => Promise<unknown>>> = {
    wait: (side) => add(side),
    prioritized: (side) => add(side, { priority: 7 }),
    delayed: (side) => add(side, { delay: HOUR_MS }),
    active: async (side) => {
      await add(side);
      await side.take();
    },
    completed: async (side) => {
      await add(side);
      await complete(side);
    },
    failed: async (side) => {
      await add(side);
      await fail(side);
    },
  };

  it.each(Object.entries(places))('if it was lost from %s', async (place, enter) => {
    await both(enter);
    same(`where a job is: it looks lost while it is in ${place}`, await repair(), []);
    await expectAlike(`the keys of a queue with a job in ${place}`, { keys: ['meta'] });
    await lose(place);
    if (place !== 'active') await twins.redis.del(`${twins.ours.keys.prefix}marker`);
    same(`how a job is stored that belongs in ${place}`, (await repair()).length, 1);
    const isToRun = ['wait', 'prioritized', 'delayed'].includes(place);
    const ignored = ['events', 'meta', ...(isToRun ? [] : ['marker'])];
    // The score also contains a counter, which is one higher.
    const counted = place === 'prioritized' ? ['pc', 'prioritized'] : [];
    await expectAlike(`how a job is stored in ${place}`, { keys: [...ignored, ...counted] });
    if (isToRun) {
      const [event, others] = [await twins.ours.lastEvent(), await twins.theirs.lastEvent()];
      same(`the event of a job in ${place}`, { ...event, prev: undefined }, others);
    }
    const state = await twins.ours.queue.getJobState(twins.id);
    same(`the state of a job in ${place}`, state, await twins.theirs.queue.getJobState(twins.id));
  });

  it('by its priority, behind those of the same priority', async () => {
    const { ours } = twins;
    await add(ours, { priority: 7 });
    await lose('prioritized');
    await ours.add('before', { priority: 7 });
    await repair();
    await ours.add('behind', { priority: 7 });
    await ours.add('less', { priority: 8 });
    const order = [];
    for (let i = 0; i < 4; i++) order.push((await ours.take()).id);
    same('the scores of priorities', order, ['before', twins.id, 'behind', 'less']);
  });

  it('unless it waits for its children', async () => {
    const { connection, sandbox } = twins.bullmq;
    const flows = new FlowProducer({ connection, prefix: sandbox.prefix });
    const opts = { jobId: twins.id, timestamp: twins.made };
    const children = [{ name: 'child', queueName: 'ours' }];
    await flows.add({ name: 'parent', queueName: 'ours', opts, children });
    await flows.close();
    same('where a parent waits', await repair(), []);
  });

  it('for its next attempt, if it was lost between two', async () => {
    const { ours } = twins;
    await both((side) => add(side, { attempts: 2, backoff: HOUR_MS }));
    await both(async (side) => (await side.take()).moveToFailed(new Error('once'), TOKEN, false));
    await lose('delayed');
    same('the delay of a job that is tried later', await repair(), ['delayed']);
    const { processedOn = 0, delay } = await ours.get(twins.id);
    const [due] = (await twins.redis.zrange(`${ours.keys.prefix}delayed`, 0, -1, 'WITHSCORES')).slice(1);
    await (await ours.get(twins.id)).changeDelay(HOUR_MS); // BullMQ's own score, for comparison
    const [now] = (await twins.redis.zrange(`${ours.keys.prefix}delayed`, 0, -1, 'WITHSCORES')).slice(1);
    same('the score of a delayed job', Math.abs(Number(due) - Number(now)) < 4_096 * 60_000, true);
    same(
      'the start and the delay of an attempt',
      { isStarted: processedOn > 0, delay },
      { isStarted: true, delay: HOUR_MS },
    );
  });

  it('and gives it up if it has lost its worker too often', async () => {
    const { ours } = twins;
    await add(ours);
    await ours.take();
    await lose('active');
    await twins.redis.del(`${ours.keys.prefix}${twins.id}:lock`);
    same('the counts of starts, attempts and stalls', await repair(), ['requeued']);
    const { stalledCounter, deferredFailure } = await ours.take();
    const given = { stalledCounter: 1, deferredFailure: STALLED_TOO_OFTEN };
    same('how a job is given up', { stalledCounter, deferredFailure }, given);
  });

  it('and runs it again without a crash if its attempt had ended', async () => {
    const { ours } = twins;
    await add(ours, { attempts: 2 });
    await (await ours.take()).moveToFailed(new Error('once'), TOKEN, false);
    await lose('wait');
    same('the counts of starts and attempts', await repair(), ['requeued']);
    same('the count of stalls', (await ours.take()).stalledCounter, 0);
  });

  it.each(Object.entries(places))('and takes it out of %s if it has no record', async (place, enter) => {
    const { ours, id, redis } = twins;
    await enter(ours);
    await redis.del(`${ours.keys.prefix}${id}`, `${ours.keys.prefix}${id}:lock`);
    await redis.sadd(`${ours.keys.prefix}stalled`, id); // to be checked for a stall next
    same(`where a job is: ${place}`, await repair(), ['dropped']);
    same('the keys that name a job', await naming(), []);
  });

  it('and removes what is left of a record that was removed', async () => {
    const { ours, id, redis } = twins;
    await add(ours);
    await ours.queue.addJobLog(id, 'a line');
    await redis.hdel(`${ours.keys.prefix}${id}`, 'name');
    same('the name of a job', await repair(), ['dropped']);
    same('the keys that name a job', await naming(), []);
  });

  it('and sets what an operator had set', async () => {
    const { queue, keys } = twins.ours;
    await queue.pause();
    await queue.setGlobalConcurrency(3);
    await queue.setGlobalRateLimit(5, 1_000);
    await repair();
    await twins.redis.del(`${keys.prefix}meta`);
    await repair();
    same('the setting of the pause', await queue.isPaused(), true);
    same('the setting of the concurrency', await queue.getGlobalConcurrency(), 3);
    same('the settings of the rate', await queue.getGlobalRateLimit(), { max: 5, duration: 1_000 });
  });

  it('and notes its deadline and its webhook again', async () => {
    const { ours, keys } = twins;
    await add(ours, { expiresAt: twins.made + HOUR_MS, webhookUrl: 'https://example.com/' });
    await repair();
    const entry = `ours:${twins.id}`;
    const deadline = Number(await twins.redis.zscore(keys.expirations, entry));
    same('how the options of a job are stored', deadline, twins.made + HOUR_MS);
    const end = { id: twins.id, completions: keys.completions, entry };
    const look = () => lookForEnd(twins.redis, ours.keys, end, { now: 1, soonMs: 1, lateMs: 2 });
    same('the end of a job', await look(), '');
    same('where a job waits', await twins.redis.zscore(keys.completions, entry), '3');
    const job = await ours.take();
    await look();
    same('where a job runs', await twins.redis.zscore(keys.completions, entry), '2');
    await job.moveToCompleted(1, TOKEN, false);
    const { finishedOn } = await ours.get(twins.id);
    same('the end of a job', await look(), String(finishedOn));
    await settleEnd(twins.redis, ours.keys, end, String(finishedOn));
    same('the end of a job', await look(), '');
  });
});

describe('our worker holds a job as that of BullMQ does', () => {
  const twins = useTwins();
  const { add } = twins;
  const commands = () => {
    const [broker, queues, keys] = twins.parts();
    return new JobCommands(broker, queues, keys);
  };

  it('although its lock ran out', async () => {
    const { ours, id, redis } = twins;
    await add(ours);
    const job = await ours.take();
    await redis.del(`${ours.keys.prefix}${id}:lock`);
    await redis.sadd(`${ours.keys.prefix}stalled`, id);
    same('where a job runs', await commands().hold('ours', id, TOKEN, LOCK_MS), true);
    same('the set of jobs to be checked', (await ours.contents())['stalled'], undefined);
    await ours.checkStalled();
    same('how a worker holds a job', await ours.queue.getJobState(id), 'active');
    same('the token of a lock', await commands().hold('ours', id, 'another', LOCK_MS), false);
    await job.moveToCompleted(1, TOKEN, false);
    same('the end of a held job', await ours.queue.getJobState(id), 'completed');
  });

  it('that the broker took from it halfway', async () => {
    const { ours, id, redis } = twins;
    await add(ours);
    const job = await ours.take();
    await redis.del(`${ours.keys.prefix}${id}:lock`, `${ours.keys.prefix}active`);
    await redis.hset(ours.keys.job(id), 'atm', 1);
    await redis.sadd(`${ours.keys.prefix}stalled`, id);
    await commands().keepRunning('ours', id, TOKEN, LOCK_MS, 0);
    same('the set of jobs to be checked', (await ours.contents())['stalled'], undefined);
    same('where a job runs', await ours.queue.getJobState(id), 'active');
    same('the field of the attempts', (await ours.get(id)).attemptsMade, 0);
    await job.moveToCompleted(1, TOKEN, false);
    same('the end of a held job', await ours.queue.getJobState(id), 'completed');
    await commands().keepRunning('ours', id, TOKEN, LOCK_MS, 0);
    same('the mark of an end', await ours.queue.getJobState(id), 'completed');
  });

  it.each([{}, { priority: 7 }, { delay: HOUR_MS }])('and takes none that waits: %j', async (options) => {
    const { ours, id } = twins;
    await add(ours, options);
    const before = await ours.contents();
    await commands().keepRunning('ours', id, TOKEN, LOCK_MS, 0);
    same('where a job waits', await ours.contents(), before);
  });

  it('and takes back its start if it did not run', async () => {
    const { ours, id } = twins;
    await add(ours);
    const job = await ours.take();
    await commands().markNotStarted('ours', id, 0);
    const { attemptsStarted, processedOn } = await ours.get(id);
    same('the fields of a start', [attemptsStarted, processedOn], [0, undefined]);
    await job.moveToDelayed(Date.now() + HOUR_MS, TOKEN);
    same('the end of an attempt that did not start', await ours.queue.getJobState(id), 'delayed');
  });

  it('and wakes an idle one', async () => {
    await twins.both((side) => add(side));
    await twins.redis.del(`${twins.ours.keys.prefix}marker`);
    await commands().wake('ours');
    await twins.expectAlike('the marker of a waiting job');
  });
});

describe('our deduplication fits that of BullMQ', () => {
  const twins = useTwins();
  const KEY = { keyId: 'a-key', formerId: 'former', caller: '' };
  const prepare = (newId: string, isTaken: boolean) =>
    prepareDeduplication(twins.redis, twins.ours.keys, { ...KEY, newId, isTaken });
  const deduplication = { id: 'a-key' };

  it('when a delayed job gives up its key to a newer one', async () => {
    const { ours, id } = twins;
    await twins.add(ours, { delay: HOUR_MS, deduplication });
    const newer = newTaskId();
    same('how a delayed job holds its key', await prepare(newer, true), id);
    same('which job holds a key', (await ours.add(newer, { deduplication })).id, newer);
    same('how a job that waits holds its key', await prepare(newTaskId(), true), '');
  });

  it('when a job is stored under the same id again', async () => {
    await twins.add(twins.ours, { delay: HOUR_MS, deduplication });
    same('the record of a job', await prepare(twins.id, true), '');
  });

  it('when a key has the name of an older version', async () => {
    const { ours, id } = twins;
    await twins.add(ours, { deduplication: { id: 'former' } });
    await prepare(newTaskId(), false);
    same('how a job holds its key', (await ours.add(newTaskId(), { deduplication })).id, id);
    await complete(ours);
    same('how a job gives up its key', (await ours.contents())['de:a-key'], undefined);
  });

  it('when a key is released', async () => {
    const { ours, id, redis } = twins;
    await twins.add(ours, { deduplication });
    same('who holds a key', await freeDeduplication(redis, ours.keys, 'a-key', 'another'), false);
    same('who holds a key', await freeDeduplication(redis, ours.keys, 'a-key', id), true);
    const next = newTaskId();
    same('how a job holds its key', (await ours.add(next, { deduplication })).id, next);
  });
});
