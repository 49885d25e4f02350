import { describe, expect, it } from '@jest/globals';
import { dashboardArea, docsArea, placeIn } from './area.js';

describe('the redirect after login', () => {
  it.each([
    ['/dashboard', '/dashboard'],
    ['/dashboard/', '/dashboard/'],
    ['/dashboard/queue/tasks?status=failed&page=2', '/dashboard/queue/tasks?status=failed&page=2'],
    ['/dashboard/queue/login', '/dashboard/queue/login'],
    ['/dashboard/x#y', '/dashboard/x'],
  ])('keeps %s, which is in the area', (wanted, place) => {
    expect(placeIn(dashboardArea, wanted)).toBe(place);
  });

  it.each([
    undefined,
    '',
    ['/dashboard/x'],
    'https://evil.example/dashboard/',
    '//evil.example/dashboard/',
    '/\\evil.example/dashboard/',
    '\\\\evil.example/dashboard/',
    '\t//evil.example/dashboard',
    'https:/\\evil.example/dashboard',
    'javascript:alert(1)',
    'http://[',
    '/',
    '/dashboards',
    '/x/dashboard/',
    '/dashboard/../docs',
    '/dashboard/%2e%2e/docs',
    '/dashboard/login',
    '/dashboard/logout',
    '/dashboard/x/../login?next=/dashboard/login',
  ])('replaces %j with the first page', (wanted) => {
    expect(placeIn(dashboardArea, wanted)).toBe('/dashboard');
  });

  it('stays in the area of the login', () => {
    expect(placeIn(docsArea, '/docs/swagger')).toBe('/docs/swagger');
    expect(placeIn(docsArea, '/dashboard/x')).toBe('/docs');
  });

  it('requires an admin for the dashboard, and a viewer for the documentation', () => {
    expect([dashboardArea, docsArea].map(({ path, needs }) => [path, needs])).toEqual([
      ['/dashboard', 'admin'],
      ['/docs', 'viewer'],
    ]);
  });
});
