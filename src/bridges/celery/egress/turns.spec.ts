import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

describe('Turns', () => {
  it('run one after another for a key, and at once for others', async () => {
    const turns = new Turns();
    const log: string[] = [];
    const gates = new Map<string, () => void>();
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await new Promise<void>((open) => gates.set(name, open));
      log.push(`${name} ends`);
    };
    const all = [turns.run('a', work('a1')), turns.run('a', work('a2')), turns.run('b', work('b1'))];
    expect(log).toEqual(['a1 begins', 'b1 begins']);
    gates.get('a1')?.();
    await all[0];
    gates.get('b1')?.();
    await all[2];
    gates.get('a2')?.();
    await all[1];
    expect(log).toEqual(['a1 begins', 'b1 begins', 'a1 ends', 'a2 begins', 'b1 ends', 'a2 ends']);
  });

  it('go on after one that fails', async () => {
    const turns = new Turns();
    const first = turns.run('a', () => Promise.reject(new Error('no')));
    const second = turns.run('a', () => Promise.resolve(2));
    await expect(first).rejects.toThrow('no');
    expect(await second).toBe(2);
  });
});
