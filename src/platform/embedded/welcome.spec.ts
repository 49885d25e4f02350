import { describe, expect, it } from '@jest/globals';
import { welcome } from './welcome.js';

describe('welcome', () => {
  it('lists all addresses and a command to try', () => {
    const urls = {
      api: 'http://127.0.0.1:8000/',
      worker: 'http://[::1]:8001',
      redis: 'redis://127.0.0.1:20000/0',
    };
    expect(welcome(urls, '.data', 'off. To keep more: install it').split('\n')).toEqual([
      '',
      'Celeriac is running. Press Ctrl-C to stop it.',
      '',
      '  Console    http://localhost:8000/dashboard',
      '  API        http://localhost:8000',
      '  Docs       http://localhost:8000/docs',
      '  Health     http://localhost:8000/health',
      '  Worker     http://localhost:8001/health',
      '  Redis      redis://127.0.0.1:20000/0 (embedded, data in .data/redis)',
      '  History    off. To keep more: install it',
      '',
      'Try it:',
      '',
      "  curl -X POST 'http://localhost:8000/tasks?x=10&y=2'",
      '',
    ]);
  });

  it('keeps a real address, and omits servers set by URL', () => {
    const text = welcome({ api: 'http://192.0.2.1:80', worker: 'http://0.0.0.0:1' }, '.data');
    expect(text).toContain('http://192.0.2.1:80/docs');
    expect(text).toContain('http://localhost:1/health');
    expect(text).toContain('  Redis      set by REDIS_URL');
    expect(text).toContain('  History    set by HISTORY_URL');
    expect(text).not.toContain('Bridge');
  });

  it('names the bridge if there is one', () => {
    const urls = { api: 'http://[::1]:80', worker: 'http://[::1]:81', bridge: 'http://[::1]:82' };
    expect(welcome(urls, '.data')).toContain('  Bridge     http://localhost:82/health\n');
  });
});
