import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import { CircuitBreaker } from './circuit-breaker.js';

/** A broker that replies on demand, and whether the breaker admits commands. */
function silentBroker() {
  const changes: boolean[] = [];
  const letThrough: boolean[] = [];
  const state = { isBack: false, bytesRead: 0, isTalking: false };
  const breaker = new CircuitBreaker((isOpen) => changes.push(isOpen), 1);
  const ping = (): Promise<unknown> => {
    letThrough.push(!breaker.isOpen);
    return state.isBack ? Promise.resolve('PONG') : Promise.reject(new Error('Command timed out'));
  };
  const client = {
    ping,
    get bytesRead() {
      return state.isTalking ? ++state.bytesRead : 0;
    },
  };
  return { breaker, changes, letThrough, state, client };
}

describe('a circuit breaker', () => {
  it('opens at the first unanswered command, probes, and closes at the first answer', async () => {
    const { breaker, changes, letThrough, state, client } = silentBroker();
    expect(breaker.isOpen).toBe(false);
    breaker.trip(client);
    await eventually(() => expect(breaker.isOpen).toBe(true));
    await eventually(() => expect(letThrough.length).toBeGreaterThan(3));
    expect(breaker.isOpen).toBe(true);
    state.isBack = true;
    await eventually(() => expect(breaker.isOpen).toBe(false));
    expect(new Set(letThrough)).toEqual(new Set([true]));
    expect(changes).toEqual([true, false]);
  });

  it('sends one probe at a time, however many commands are unanswered', async () => {
    const { breaker, changes, letThrough, client } = silentBroker();
    let answer: (value: unknown) => void = () => undefined;
    client.ping = () => {
      letThrough.push(!breaker.isOpen);
      return new Promise((resolve) => (answer = resolve));
    };
    for (let i = 0; i < 10; i++) breaker.trip(client);
    await eventually(() => expect(letThrough).toEqual([true]));
    answer('PONG');
    await eventually(() => expect(changes).toEqual([true, false]));
  });

  it('closes on a new connection and stops probing', async () => {
    const { breaker, changes, letThrough, client } = silentBroker();
    breaker.trip(client);
    await eventually(() => expect(breaker.isOpen).toBe(true));
    breaker.reset();
    expect(changes).toEqual([true, false]);
    const asked = letThrough.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(letThrough.length).toBe(asked);
    expect(breaker.isOpen).toBe(false);
  });

  it('stays closed while bytes of a long reply arrive, and opens when they stop', async () => {
    const { breaker, changes, state, client } = silentBroker();
    state.isTalking = true;
    const before = state.bytesRead;
    breaker.trip(client);
    await eventually(() => expect(state.bytesRead).toBe(before + 2)); // checked twice
    expect(changes).toEqual([]);
    state.isTalking = false;
    breaker.trip(client);
    await eventually(() => expect(changes).toEqual([true]));
  });

  it('stays closed when a new connection is made while in doubt', async () => {
    const { breaker, changes, client } = silentBroker();
    breaker.trip(client);
    breaker.reset();
    await new Promise((resolve) => setTimeout(resolve, 5)); // longer than its doubt in this test
    expect(changes).toEqual([]);
  });
});
