import { describe, expect, it } from '@jest/globals';
import { nearestName } from './nearest-name.js';

const TASKS = ['fetch.store', 'math.divide', 'notifications.send-email', 'images.thumbnail'];

describe('nearestName', () => {
  it.each([
    ['fetch.stor', 'fetch.store'],
    ['Math.Divide', 'math.divide'],
    ['notification.send-mail', 'notifications.send-email'],
    ['image.thumbnails', 'images.thumbnail'],
    ['fetch', undefined],
    ['reports.nightly', undefined],
    ['', undefined],
    ['x'.repeat(1_000_000), undefined],
  ])('suggests for %.30s: %s', (name, nearest) => expect(nearestName(name, TASKS)).toBe(nearest));

  it('prefers the nearer of two', () => {
    expect(nearestName('page2', ['page-two', 'page1', 'page'])).toBe('page1');
    expect(nearestName('pge', ['pages', 'page'])).toBe('page');
  });
});
