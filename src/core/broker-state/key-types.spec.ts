import { describe, expect, it } from '@jest/globals';
import { CoreOptions } from '../core-options.js';
import type { KnownQueues } from '../task/known-queues.js';
import { KeyTypes } from './key-types.js';
import { Keys } from '../redis/keys.js';

describe('key types', () => {
  const options = new CoreOptions();
  const queues: Pick<KnownQueues, 'names'> = { names: ['tasks'] };
  const types = new KeyTypes(options, queues as KnownQueues);
  /** Names of channels, not of keys. */
  const channels = ['control', 'changes', 'commands', 'typeLimitChanges'];

  it('are known for every key with a fixed name', () => {
    const names = Object.entries(new Keys(options)).filter(([, value]) => typeof value === 'string');
    const unknown = names.filter(([field, key]) => !channels.includes(field) && !types.fixed().includes(key));
    expect(names.length).toBeGreaterThan(10);
    expect(unknown).toEqual([]);
  });

  it.each(['worker', 'workflow', 'minute', 'rate', 'host', 'ended-sessions', 'bridge-ends'])(
    'refuse a queue %s, whose keys would look like others',
    (name) => {
      const defined = { names: ['tasks', name] } as unknown as KnownQueues;
      expect(() => new KeyTypes(options, defined)).toThrow(`No queue can be called ${name}:`);
    },
  );

  it("are known for keys that contain an API key's name", () => {
    expect(types.of(new Keys(options).endedSessions('ops.a'))).toBe('zset');
  });
});
