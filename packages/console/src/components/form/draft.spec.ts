import { describe, expect, it } from '@jest/globals';
import { ExactNumber } from '../../json/json.js';
import { draftOfJson, draftOfNumber, isNumberDraft, jsonOfDraft, numberOfDraft } from './draft.js';

describe('drafts of inputs', () => {
  it.each([
    ['12', 12],
    ['-0.5', -0.5],
    ['12345678901234567890', new ExactNumber('12345678901234567890')],
    ['1.', '1.'],
    ['-', '-'],
    ['twelve', 'twelve'],
  ])('keeps the number %s while it is typed', (draft, value) => {
    expect(numberOfDraft(draft)).toEqual(value);
    expect(draftOfNumber(numberOfDraft(draft))).toBe(draft);
  });

  it('leaves an empty number out', () => {
    expect(numberOfDraft(' ')).toBeUndefined();
    expect(draftOfNumber(undefined)).toBe('');
  });

  it('shows no text as a number', () => {
    expect([12, '1.', '12', 'x', true].map(isNumberDraft)).toEqual([true, true, false, true, false]);
  });

  it.each(['{"a":', 'hello', '"12"', '12', 'null', '""'])('keeps the JSON %s', (draft) => {
    expect(draftOfJson(jsonOfDraft(draft))).toBe(draft);
  });
});
