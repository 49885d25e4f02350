import { describe, expect, it } from '@jest/globals';
import { Config } from '../../platform/config/config.js';
import { KeyTypes } from './key-types.js';
import { Keys } from '../redis/keys.js';

describe('key types', () => {
  const config = new Config({});
  const types = new KeyTypes(config);
  /** Names of channels, not of keys. */
  const channels = ['control', 'changes', 'commands'];

  it('are known for every key with a fixed name', () => {
    const names = Object.entries(new Keys(config)).filter(([, value]) => typeof value === 'string');
    const unknown = names.filter(([field, key]) => !channels.includes(field) && !types.fixed().includes(key));
    expect(names.length).toBeGreaterThan(10);
    expect(unknown).toEqual([]);
  });

  it("are known for keys that contain an API key's name", () => {
    expect(types.of(new Keys(config).endedSessions('ops.a'))).toBe('zset');
  });
});
