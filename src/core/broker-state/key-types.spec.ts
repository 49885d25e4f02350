import { describe, expect, it } from '@jest/globals';
import { Config } from '../../platform/config/config.js';
import { KeyTypes } from './key-types.js';
import { Keys } from '../redis/keys.js';

describe('the types of our keys', () => {
  const config = new Config({});
  const types = new KeyTypes(config);
  /** Names of channels, not of keys. */
  const channels = ['control', 'changes', 'commands'];

  it('are known of every key that has one name', () => {
    const names = Object.entries(new Keys(config)).filter(([, value]) => typeof value === 'string');
    const unknown = names.filter(([field, key]) => !channels.includes(field) && !types.fixed().includes(key));
    expect(names.length).toBeGreaterThan(10);
    expect(unknown).toEqual([]);
  });

  it('are known of the keys that are named by an API key', () => {
    expect(types.of(new Keys(config).endedSessions('ops.a'))).toBe('zset');
  });
});
