import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Taken } from '../broker/celery-broker.js';
import { type Held, Turns } from './turns.js';

/** Names of the deliveries of each batch. */
let batches: string[][];
let turns: Turns;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  batches = [];
});

afterEach(() => void jest.useRealTimers());

function taking(take: (messages: readonly Taken[]) => Promise<void>): void {
  turns = new Turns(async (messages) => {
    batches.push(messages.map(({ routingKey }) => routingKey));
    await take(messages);
  });
}

function delivery(name: string, isHeld = true): Held {
  return {
    ...{ headers: {}, properties: {}, body: Buffer.alloc(0), queue: 'q', exchange: '', routingKey: name },
    ...{ isRedelivered: false, deliveryTag: null },
    acknowledge: () => Promise.resolve(),
    giveBack: () => turns.untilGiveBack(),
    isHeld: () => isHeld,
  };
}

async function idle(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

describe('Turns', () => {
  it('hands over in one batch what has arrived, and the next when that is done', async () => {
    let done: () => void = () => undefined;
    taking(() => new Promise((resolve) => (done = resolve)));
    for (const name of ['a', 'b']) turns.add(delivery(name));
    await idle();
    for (const name of ['c', 'd']) turns.add(delivery(name));
    await idle();
    expect(batches).toEqual([['a', 'b']]);
    done();
    await idle();
    expect(batches).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('forgets deliveries of a channel that has ended', async () => {
    taking(() => Promise.resolve());
    turns.add(delivery('a', false));
    turns.add(delivery('b'));
    await idle();
    expect(batches).toEqual([['b']]);
  });

  it('goes on after a turn that failed', async () => {
    taking(() => Promise.reject(new Error('no')));
    turns.add(delivery('a'));
    await idle();
    turns.add(delivery('b'));
    await idle();
    expect(batches).toEqual([['a'], ['b']]);
  });

  it('waits before messages go back, longer turn by turn, and not while it stops', async () => {
    const back: number[] = [];
    const start = Date.now();
    taking(async (messages) => {
      await Promise.all(messages.map((message) => message.giveBack()));
      back.push(Date.now() - start);
    });
    for (const afterMs of [1_000, 3_000, 7_000]) {
      turns.add(delivery('a'));
      turns.add(delivery('b'));
      await idle();
      await jest.advanceTimersByTimeAsync(afterMs - (Date.now() - start));
      await idle();
    }
    expect(back).toEqual([1_000, 3_000, 7_000]);
    turns.add(delivery('c'));
    await idle();
    await turns.stop();
    expect(back).toEqual([1_000, 3_000, 7_000, 7_000]);
  });
});
