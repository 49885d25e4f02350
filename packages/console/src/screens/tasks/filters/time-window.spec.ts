import { describe, expect, it } from '@jest/globals';
import { between, windowIn, withWindow } from './time-window.js';

describe('the window of time in a query', () => {
  it.each([
    ['', { field: 'created', value: '' }],
    ['status:FAILURE', { field: 'finished', value: '' }],
    ['status:failure|REVOKED', { field: 'finished', value: '' }],
    ['status:FAILURE|STARTED', { field: 'created', value: '' }],
    ['status:FAILURE created:>-1h', { field: 'created', value: '>-1h' }],
    ['finished:2026-01-05..2026-01-06', { field: 'finished', value: '2026-01-05..2026-01-06' }],
    ['-created:today', { field: 'created', value: '' }],
  ])('is found in %j', (q, window) => expect(windowIn(q)).toEqual(window));

  it('is set, changed and removed', () => {
    const hour = withWindow('status:FAILURE', '>-1h');
    expect(hour).toBe('status:FAILURE finished:>-1h');
    expect(withWindow(hour, '>-7d')).toBe('status:FAILURE finished:>-7d');
    expect(withWindow(hour, '')).toBe('status:FAILURE');
  });

  it('goes from one moment to another', () => {
    const [from, to] = [new Date('2026-01-05T10:00:00Z'), new Date('2026-01-05T11:30:00Z')];
    expect(between(from, to)).toBe('2026-01-05T10:00:00.000Z..2026-01-05T11:30:00.000Z');
    expect(between(from, undefined)).toBe('2026-01-05T10:00:00.000Z..');
    expect(between(undefined, to)).toBe('..2026-01-05T11:30:00.000Z');
    expect(between(undefined, undefined)).toBe('');
  });
});
