import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { settingsOf } from './settings.js';

const CONFIG = {
  default_profile: 'shop',
  profiles: {
    shop: { url: 'https://shop.example/', api_key: 'cel_shop' },
    lab: { url: 'http://lab.example:9000' },
  },
};

describe('settingsOf', () => {
  let home: string;
  let path: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'celeriac-'));
    mkdirSync(join(home, 'celeriac'));
    path = join(home, 'celeriac', 'config.json');
    writeFileSync(path, JSON.stringify(CONFIG), { mode: 0o600 });
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const of = (given: object, env: object = {}) => settingsOf(given, { XDG_CONFIG_HOME: home, ...env });

  it('are the default without any', () => {
    expect(settingsOf({}, {})).toEqual({ url: 'http://localhost:8000' });
  });

  it('prefer options to variables, and variables to the usual profile', () => {
    const env = { CELERIAC_URL: 'http://env.example', CELERIAC_API_KEY: 'cel_env' };
    expect(of({})).toEqual({ url: 'https://shop.example', apiKey: 'cel_shop' });
    expect(of({}, { CELERIAC_PROFILE: 'lab' })).toEqual({ url: 'http://lab.example:9000' });
    expect(of({}, env)).toEqual({ url: 'http://env.example', apiKey: 'cel_env' });
    expect(of({ profile: 'shop' }, env)).toEqual({ url: 'https://shop.example', apiKey: 'cel_shop' });
    expect(of({ url: 'http://a.example', apiKey: 'cel_a' }, env)).toEqual({
      url: 'http://a.example',
      apiKey: 'cel_a',
    });
  });

  it('never send the key of a profile to another address', () => {
    expect(of({ url: 'http://evil.example' })).toEqual({ url: 'http://evil.example' });
    expect(of({}, { CELERIAC_URL: 'http://evil.example' })).toEqual({ url: 'http://evil.example' });
    expect(of({ url: 'http://evil.example', profile: 'shop' })).toEqual({ url: 'http://evil.example' });
  });

  it('refuse a file with keys that others may read', () => {
    chmodSync(path, 0o644);
    expect(() => of({})).toThrow(`chmod 600 ${path}`);
  });

  it('refuse an unknown profile, a file that is no JSON, and an address that is none', () => {
    expect(() => of({ profile: 'toString' })).toThrow('Profiles: shop, lab');
    expect(() => of({ url: 'ftp://a' })).toThrow('http or https URL');
    writeFileSync(path, '{');
    expect(() => of({})).toThrow('must have a JSON object');
  });
});
