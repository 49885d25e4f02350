import { describe, expect, it } from '@jest/globals';
import { dashboardArea, docsArea, placeIn } from './area.js';

describe('where someone goes after the login', () => {
  it.each([
    ['/dashboard', '/dashboard'],
    ['/dashboard/', '/dashboard/'],
    ['/dashboard/queue/tasks?status=failed&page=2', '/dashboard/queue/tasks?status=failed&page=2'],
    ['/dashboard/queue/login', '/dashboard/queue/login'],
    ['/dashboard/x#y', '/dashboard/x'],
  ])('is %s, which is in the area', (wanted, place) => {
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
  ])('is not %j: then it is the first page', (wanted) => {
    expect(placeIn(dashboardArea, wanted)).toBe('/dashboard');
  });

  it('is a part of the area that was logged in to', () => {
    expect(placeIn(docsArea, '/docs/swagger')).toBe('/docs/swagger');
    expect(placeIn(docsArea, '/dashboard/x')).toBe('/docs');
  });

  it('needs an admin for the dashboard, and whoever may read for the documentation', () => {
    expect([dashboardArea, docsArea].map(({ path, needs }) => [path, needs])).toEqual([
      ['/dashboard', 'admin'],
      ['/docs', 'viewer'],
    ]);
  });
});
