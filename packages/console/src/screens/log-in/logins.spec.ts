import { describe, expect, it } from '@jest/globals';
import { loginsOf } from './logins.js';

describe('ways to log in', () => {
  it('are told apart', () => {
    const oidc = { type: 'oidc', title: 'Log in with Example', url: '/session/oidc' };
    expect(loginsOf([{ type: 'key' }, oidc, { type: 'future' }])).toEqual({
      hasKey: true,
      providers: [{ title: oidc.title, url: oidc.url }],
    });
    expect(loginsOf([])).toEqual({ hasKey: false, providers: [] });
  });
});
