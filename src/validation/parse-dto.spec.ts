import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { IsString, ValidateNested } from 'class-validator';
import { IsSafeInteger } from './is-safe-integer.js';
import { InvalidInputError, parseDto } from './parse-dto.js';

class Inner {
  @IsString()
  name!: string;
}

class Outer {
  @IsSafeInteger()
  n!: number;

  @ValidateNested()
  @Type(() => Inner)
  inner!: Inner;
}

class Empty {}

describe('parseDto', () => {
  it('gives an instance of the DTO', () => {
    const value = parseDto(Outer, { n: 1, inner: { name: 'a' } });
    expect(value).toBeInstanceOf(Outer);
    expect(value.inner).toBeInstanceOf(Inner);
  });

  it('reports every problem with its path, what was expected and what came', () => {
    const problems = problemsOf(() => parseDto(Outer, { n: '1', inner: { name: 2 }, extra: true }));
    expect(problems).toEqual(
      expect.arrayContaining([
        { path: ['n'], message: 'n must be a whole number within ±9007199254740991, got "1"' },
        { path: ['inner', 'name'], message: 'name must be a string, got 2' },
        { path: ['extra'], message: 'property extra should not exist, got true' },
      ]),
    );
    expect(problems).toHaveLength(3);
  });

  it.each([[null], [[]], ['text'], [undefined]])('refuses %j where an object is expected', (value) => {
    expect(problemsOf(() => parseDto(Empty, value))).toMatchObject([{ path: [] }]);
  });

  it('takes an empty object for a DTO without properties, and nothing else', () => {
    expect(parseDto(Empty, {})).toBeInstanceOf(Empty);
    expect(problemsOf(() => parseDto(Empty, { x: 1 }))).toHaveLength(1);
  });

  it.each([1.5, 2 ** 53, Number.NaN, Infinity, '0x10', null])('does not take %p as an integer', (n) => {
    expect(problemsOf(() => parseDto(Outer, { n, inner: { name: 'a' } }))).toMatchObject([{ path: ['n'] }]);
  });
});

function problemsOf(action: () => unknown): InvalidInputError['problems'] {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidInputError) return error.problems;
    throw error;
  }
  throw new Error('expected InvalidInputError');
}
