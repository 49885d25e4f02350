import { describe, expect, it } from '@jest/globals';
import { IsString } from 'class-validator';
import { InvalidInputError } from '../../../platform/validation/invalid-input.error.js';
import { PayloadTooLargeError } from '../../task/queue.errors.js';
import { completePayload, itemsOf } from './resolved-step.js';
import type { PlannedHook } from './workflow-plan.js';
import { EachError, MissingValueError } from './workflow.errors.js';

class Text {
  @IsString()
  text!: string;
}

const limits = { maxPayloadBytes: 100 };
const results = (page: unknown) => ({ results: new Map([['page', page]]) });

function planned(payload: object, hasReferences = true): PlannedHook {
  const task = { options: { name: 'text.count', queue: 'default', payload: Text }, handler: {} };
  return { task: task as PlannedHook['task'], payload, hasReferences, options: {} };
}

describe('itemsOf', () => {
  const each = { $result: 'page', path: '/images' };

  it('finds the items', () => {
    expect(itemsOf(each, results({ images: [1, 2] }))).toEqual([1, 2]);
    expect(itemsOf([{ $result: 'page' }, 5], results('a'))).toEqual(['a', 5]);
    expect(itemsOf({ $literal: [{ $item: 0 }] }, {})).toEqual([{ $item: 0 }]);
    expect(itemsOf(each, results({ images: [] }))).toEqual([]);
  });

  it.each([
    [null, 'The value of each must be a list, but is null.'],
    [{ 0: 'a', length: 1 }, 'The value of each must be a list, but is an object.'],
    ['abc', 'The value of each must be a list, but is a string.'],
    [Array(50_000).fill(1), 'The value of each has 50000 items; the maximum is 10000.'],
  ])('refuses %.20j', (images, message) => {
    const find = () => itemsOf(each, results({ images }));
    expect(find).toThrow(EachError);
    expect(find).toThrow(message);
  });

  it('refuses a missing list', () => {
    expect(() => itemsOf(each, results({ image: [] }))).toThrow(MissingValueError);
  });
});

describe('completePayload', () => {
  const payload = { text: { $result: 'page', path: '/title' } };

  it('puts in the values, and parses by the DTO', () => {
    const complete = completePayload(planned(payload), results({ title: 'Hello' }), limits);
    expect(complete).toEqual({ text: 'Hello' });
    expect(complete).toBeInstanceOf(Text);
  });

  it('takes a payload without references as it is, whatever its keys', () => {
    const data = { text: 'a', $item: '' };
    expect(completePayload(planned(data, false), {}, limits)).toBe(data);
  });

  it('fails if there is no value, if it does not fit, or if it is too large', () => {
    const complete = (page: unknown) => () => completePayload(planned(payload), results(page), limits);
    expect(complete({})).toThrow(MissingValueError);
    expect(complete({ title: null })).toThrow(InvalidInputError);
    expect(complete({ title: { $result: 'page' } })).toThrow(InvalidInputError);
    expect(complete({ title: 'x'.repeat(100) })).toThrow(PayloadTooLargeError);
  });
});
