import { describe, expect, it } from '@jest/globals';
import { placeAfterLogin } from './next-place.js';

describe('the place after a login', () => {
  it.each([
    '/dashboard',
    '/dashboard/',
    '/dashboard/tasks?q=status%3Afailed&next=//evil.example',
    '/dashboard/tasks/%2e%2e%2fhere',
    '/docs',
    '/docs/?a=1',
  ])('is %s if that was wanted', (wanted) => {
    expect(placeAfterLogin(wanted, '')).toBe(wanted);
    expect(placeAfterLogin(`/a/b${wanted}`, '/a/b')).toBe(wanted);
  });

  it.each([
    undefined,
    ['/dashboard/tasks'],
    '',
    'https://evil.example/',
    'https://evil.example/dashboard',
    'http://here.invalid:81/dashboard',
    '//evil.example/dashboard',
    '/\\evil.example/dashboard',
    '\\\\evil.example/dashboard',
    '/\t/evil.example/dashboard',
    'javascript:alert(1)',
    'data:text/html,/dashboard',
    '/dashboardx',
    '/docs-json',
    '/tasks',
    '/dashboard/../tasks',
    '/dashboard/%2e%2e/tasks',
    '/dashboard/login',
    '/dashboard/login?next=/dashboard',
    '" onfocus="alert(1)',
  ])('is the first page in place of %j', (wanted) => {
    expect(placeAfterLogin(wanted, '')).toBe('/dashboard');
    expect(placeAfterLogin(wanted, '/base')).toBe('/dashboard');
  });

  it('is not in another service of the same host', () => {
    for (const wanted of [
      '/dashboard/tasks',
      '/other/dashboard',
      '/basement/dashboard',
      '/base/../dashboard',
    ])
      expect(placeAfterLogin(wanted, '/base')).toBe('/dashboard');
  });
});
