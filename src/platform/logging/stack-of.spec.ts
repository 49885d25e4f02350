import { describe, expect, it } from '@jest/globals';
import { knowSecrets } from '../redaction/known-secrets.js';
import { SecretTexts } from '../redaction/secret-texts.js';
import { stackOf } from './stack-of.js';

describe('stackOf', () => {
  it('contains the stack and those of its causes', () => {
    const text = stackOf(new TypeError('outer', { cause: new RangeError('inner', { cause: 'a text' }) }));
    expect(text).toMatch(
      /^TypeError: outer\n {4}at [\s\S]*\nCaused by: RangeError: inner\n {4}at [\s\S]*\nCaused by: a text$/,
    );
  });

  it('contains no secrets and no other fields', () => {
    const forget = knowSecrets(SecretTexts.of(['hunter2']));
    const error = Object.assign(new Error('no hunter2 at redis://a:b@c'), { config: { auth: 'not shown' } });
    const text = stackOf(error);
    forget();
    expect(text).toContain('Error: no [redacted] at redis://[redacted]@c');
    expect(text).not.toMatch(/hunter2|a:b|not shown/);
  });

  it('ends for circular causes', () => {
    const error = new Error('round');
    error.cause = error;
    expect(stackOf(error).match(/round/g)).toHaveLength(5);
    expect(stackOf(Object.assign(new Error('x'), { stack: undefined }))).toBe('Error: x');
    expect(stackOf(undefined)).toBe('undefined');
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(stackOf(proxy)).toBe('An error that cannot be read');
  });
});
