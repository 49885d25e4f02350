import { describe, expect, it } from '@jest/globals';
import { type Setting, matchesSetting, valueText, workerVersions } from './server-setting.js';

describe('settings of the server', () => {
  it('shows values, and never a secret', () => {
    expect(valueText({ secret: true, set: true, value: null })).toBe('set, not shown');
    expect(valueText({ secret: true, set: false, value: null })).toBe('not set');
    expect(valueText({ secret: false, set: true, value: 8_000 })).toBe('8000');
    expect(valueText({ secret: false, set: true, value: 'keys' })).toBe('keys');
    expect(valueText({ secret: false, set: false, value: null })).toBe('not set');
  });

  it('finds a setting by its words', () => {
    const setting = { name: 'GRACE_MS', description: 'Time to stop' } as Setting;
    expect(matchesSetting(setting, 'grace stop')).toBe(true);
    expect(matchesSetting(setting, 'port')).toBe(false);
  });

  it('counts workers by version', () => {
    expect(workerVersions([{ version: '1' }, { version: '2' }, { version: '1' }])).toBe(
      '1 (2 workers), 2 (1 worker)',
    );
  });
});
