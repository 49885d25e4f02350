import { beforeEach, describe, expect, it } from '@jest/globals';
import { QueueClosedError, QueueFullError } from '../task/queue.errors.js';
import { Backpressure } from './backpressure.js';

const LIMIT = 1_000;
const job = (options: { parentId?: string } = {}) => ({ task: { queue: 'tasks' as const }, options });
const jobs = (count: number) => Array.from({ length: count }, () => job());

/** A broker with given replies that counts the calls. */
const broker = { waiting: 0, counts: 0, isReady: true, isMemoryFull: false, isClosed: false };

let holdChanged: () => void;

function createBackpressure(): Backpressure {
  const parts = [
    {
      producer: {
        get status() {
          return broker.isReady ? 'ready' : 'reconnecting';
        },
      },
      ask: (answer: Promise<unknown>) => answer,
    },
    {
      requireKnown: () => undefined,
      get: () => ({
        getJobCounts: () => {
          broker.counts += 1;
          return Promise.resolve({ wait: broker.waiting });
        },
      }),
    },
    {
      refresh: () => undefined,
      refusal: () => undefined,
      get isFull() {
        return broker.isMemoryFull;
      },
    },
    {
      find: () => Promise.resolve(broker.isClosed ? { by: 'ops', reason: 'moving' } : undefined),
      onChange: (listener: (queue: string) => void) => {
        holdChanged = () => listener('tasks');
      },
    },
    { maxQueueLength: { tasks: LIMIT } },
  ];
  const created = new Backpressure(...(parts as unknown as ConstructorParameters<typeof Backpressure>));
  created.onModuleInit();
  return created;
}

describe('backpressure', () => {
  let backpressure: Backpressure;

  /** Number of admitted jobs, each submitted alone. */
  const admitted = async (given: readonly ReturnType<typeof job>[]) =>
    (await backpressure.admit(given.map((one) => [one] as const))).length;

  beforeEach(() => {
    Object.assign(broker, { waiting: 0, counts: 0, isReady: true, isMemoryFull: false, isClosed: false });
    backpressure = createBackpressure();
  });

  it('counts a queue before its first submit', async () => {
    broker.waiting = LIMIT;
    expect(await admitted(jobs(1))).toBe(0);
    expect(backpressure.refusal('tasks')).toBeInstanceOf(QueueFullError);
  });

  it('does not count again per submit while the queue is far from full', async () => {
    for (let i = 0; i < 10; i++) expect(await admitted(jobs(10))).toBe(10);
    expect(broker.counts).toBe(1);
  });

  it('counts for each submit near the limit', async () => {
    broker.waiting = LIMIT - 50;
    for (let i = 0; i < 3; i++) expect(await admitted(jobs(1))).toBe(1);
    expect(broker.counts).toBe(3);
  });

  it('admits as many as fit, in order', async () => {
    broker.waiting = LIMIT - 3;
    expect(await admitted(jobs(5))).toBe(3);
  });

  it('admits a group whole or not at all', async () => {
    broker.waiting = LIMIT - 3;
    const [large, small] = [jobs(4), jobs(3)];
    expect(await backpressure.admit([large, small])).toEqual([small]);
  });

  it('adds its own submits to the count until they are stored', async () => {
    broker.waiting = LIMIT - 2;
    expect(await admitted(jobs(2))).toBe(2);
    expect(await admitted(jobs(1))).toBe(0); // the count does not include the two yet
    backpressure.settle(jobs(2));
    expect(await admitted(jobs(1))).toBe(1); // they were refused or have left: there is room again
  });

  it('admits submits of running tasks at any length', async () => {
    broker.waiting = LIMIT;
    expect(await admitted([job({ parentId: 'a' })])).toBe(1);
    expect(broker.counts).toBe(0);
  });

  it('is never below zero after an uncounted submit is settled', async () => {
    backpressure.settle([job({ parentId: 'a' })]);
    broker.waiting = LIMIT - 1;
    expect(await admitted(jobs(2))).toBe(1);
  });

  it("admits nothing while the broker's memory is full", async () => {
    broker.isMemoryFull = true;
    expect(await admitted(jobs(1))).toBe(0);
  });

  it('admits nothing to a closed queue, and names who closed it', async () => {
    broker.isClosed = true;
    expect(await admitted(jobs(1))).toBe(0);
    expect(backpressure.refusal('tasks')).toBeInstanceOf(QueueClosedError);
  });

  it('counts again after this process has closed or opened the queue', async () => {
    await admitted(jobs(1));
    broker.isClosed = true;
    expect(await admitted(jobs(1))).toBe(1);
    holdChanged();
    expect(await admitted(jobs(1))).toBe(0);
  });

  it('decides by the last count while the broker is unavailable', async () => {
    broker.isReady = false;
    expect(await admitted(jobs(LIMIT + 1))).toBe(LIMIT);
    expect(broker.counts).toBe(0);
  });

  it('admits everything after lift(), as in a worker', async () => {
    broker.waiting = LIMIT;
    backpressure.lift();
    expect(await admitted(jobs(5))).toBe(5);
  });
});
