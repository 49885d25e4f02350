import { describe, expect, it } from '@jest/globals';
import { nameOf, roleOf, valuesOf } from './person.js';

describe('the name of a person', () => {
  it.each([
    [{ preferred_username: 'anna', email: 'a@x.example', sub: '1' }, 'oidc:anna'],
    [{ email: 'a@x.example', email_verified: true, sub: '1' }, 'oidc:a@x.example'],
    [{ email: 'a@x.example', sub: '1' }, 'oidc:a@x.example'],
    [{ email: 'boss@x.example', email_verified: false, sub: '1' }, 'oidc:1'],
    [{ preferred_username: 'an\nna', sub: 'auth0|7' }, 'oidc:auth0|7'],
    [{ preferred_username: 'a b', sub: '1' }, 'oidc:1'],
    [{ preferred_username: 'a"b', sub: '1' }, 'oidc:1'],
    [{ preferred_username: ['anna'], sub: '1' }, 'oidc:1'],
    [{ preferred_username: 'ä'.repeat(33), sub: '1' }, 'oidc:1'],
  ])('of %j is %s', (claims, name) => expect(nameOf(claims)).toBe(name));

  it('is a hash of an ID that is too long', () =>
    expect(nameOf({ sub: 'x'.repeat(255) })).toMatch(/^oidc:[\da-f]{64}$/));
});

describe('the values of a claim', () => {
  const claims = {
    groups: ['a', 'b', 7],
    one: 'c',
    realm_access: { roles: ['d'] },
    'https://x.example/roles': ['e'],
  };

  it.each([
    ['groups', ['a', 'b']],
    ['one', ['c']],
    ['realm_access.roles', ['d']],
    ['https://x.example/roles', ['e']],
    ['realm_access', []],
    ['realm_access.none.deeper', []],
    ['one.length', []],
    ['constructor.name', []],
    ['__proto__', []],
  ])('%s are %j', (path, values) => expect(valuesOf(claims, path)).toEqual(values));
});

describe('the role of a person', () => {
  const mapping = [
    { value: 'admins', role: 'admin' },
    { value: 'ops', role: 'operator' },
    { value: 'staff', role: 'viewer' },
  ] as const;

  it.each([
    [['staff', 'ops'], 'operator'],
    [['ops', 'admins'], 'admin'],
    [['staff'], 'viewer'],
    [['Staff', 'ops '], undefined],
    [[], undefined],
  ])('with %j is %s', (values, role) => expect(roleOf(values, mapping)).toBe(role));
});
