import { describe, expect, it } from '@jest/globals';
import type { TaskChange } from '../../../api/types.js';
import { mayFit } from './may-fit.js';

const change = {
  task_id: '0199a4d2-7c1e-7b60-9f3a-2d5e8c4b1a07',
  name: 'fetch.store',
  queue: 'fetch',
  status: 'FAILURE',
  tags: ['night shift', 'vip'],
} as unknown as TaskChange;

describe('mayFit', () => {
  it.each([
    ['', true],
    ['status:failure', true],
    ['status:SUCCESS|FAILURE queue:fetch', true],
    ['status:SUCCESS', false],
    ['queue:default', false],
    ['name:FETCH.store', true],
    ['name:fetch.*', true],
    ['name:math.*', true],
    ['tag:"night shift"', true],
    ['tag:other', false],
    ['tag:null', true],
    ['-status:FAILURE', true],
    ['payload.x:1 created:>-1h timeout', true],
    ['payload.x:1 status:PENDING', false],
  ])('judges %j', (query, may) => expect(mayFit(query)(change)).toBe(may));
});
