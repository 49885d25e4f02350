import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { IsObject, IsString, Matches, ValidateNested } from 'class-validator';
import { IsSafeInteger } from './rules/is-safe-integer.js';
import { InvalidInputError } from './invalid-input.error.js';
import { parseDto } from './parse-dto.js';

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

class Free {
  @IsObject()
  data!: object;
}

class Empty {}

describe('parseDto', () => {
  it('returns an instance of the DTO', () => {
    const value = parseDto(Outer, { n: 1, inner: { name: 'a' } });
    expect(value).toBeInstanceOf(Outer);
    expect(value.inner).toBeInstanceOf(Inner);
  });

  it('reports every problem with its path, the expectation and the value', () => {
    const problems = problemsOf(() => parseDto(Outer, { n: '1', inner: { name: 2 }, extra: true }));
    expect(problems).toEqual(
      expect.arrayContaining([
        { path: ['n'], message: 'n must be a whole number within ±9007199254740991, got "1"' },
        { path: ['inner', 'name'], message: 'name must be a string, got 2' },
        { path: ['extra'], message: 'property extra should not exist' },
      ]),
    );
    expect(problems).toHaveLength(3);
  });

  it.each<object>([
    { constructor: { prototype: { x: 1 } }, prototype: 1 },
    { deep: [{ constructor: 'text' }] },
    { constructor: null },
  ])('keeps free JSON unchanged, including %j', (data) => {
    expect(parseDto(Free, { data })).toEqual(Object.assign(new Free(), { data }));
  });

  it('does not accept a constructor property for a DTO', () => {
    expect(problemsOf(() => parseDto(Outer, { n: 1, inner: { constructor: {}, name: 'a' } }))).toEqual([
      { path: ['inner', 'constructor'], message: 'property constructor should not exist' },
    ]);
    expect(problemsOf(() => parseDto(Outer, { n: 1, inner: { name: { constructor: 1 } } }))).toEqual([
      { path: ['inner', 'name'], message: 'name must be a string, got an object' },
    ]);
    expect(problemsOf(() => parseDto(Empty, { constructor: {} }))).toHaveLength(1);
  });

  it.each([[null], [[]], ['text'], [undefined]])('refuses %j where an object is expected', (value) => {
    expect(problemsOf(() => parseDto(Empty, value))).toMatchObject([{ path: [] }]);
  });

  it('accepts an empty object for a DTO without properties, and nothing else', () => {
    expect(parseDto(Empty, {})).toBeInstanceOf(Empty);
    expect(problemsOf(() => parseDto(Empty, { x: 1 }))).toHaveLength(1);
  });

  it.each([1.5, 2 ** 53, Number.NaN, Infinity, '0x10', null])('refuses %p as an integer', (n) => {
    expect(problemsOf(() => parseDto(Outer, { n, inner: { name: 'a' } }))).toMatchObject([{ path: ['n'] }]);
  });
});

class Secretive {
  @Matches(/^x/, { message: 'password must begin with x, not be $value' })
  password!: string;

  @ValidateNested()
  @Type(() => Inner)
  inner!: Inner;

  @IsString()
  open!: string;
}

describe('a DTO with secrets', () => {
  const secrets = ['password', 'inner.name'];
  const problems = (value: unknown) => problemsOf(() => parseDto(Secretive, value, 'the payload', secrets));

  it('has no value of theirs in a message, not even where the message asks for it', () => {
    expect(problems({ password: 'hunter2', inner: { name: 482_913 }, open: 5 })).toEqual([
      { path: ['password'], message: 'password must begin with x, not be [redacted], got [redacted]' },
      { path: ['inner', 'name'], message: 'name must be a string, got [redacted]' },
      { path: ['open'], message: 'open must be a string, got 5' },
    ]);
  });

  it('hides objects that contain one, and possible misspellings', () => {
    const found = problems({ password: 'x', inner: 'hunter2', open: 'o', pasword: 'hunter2' });
    expect(found.map(({ path }) => path.join('.')).sort()).toEqual(['inner', 'pasword']);
    expect(JSON.stringify(found)).not.toContain('hunter2');
    expect(problems('hunter2')).toEqual([{ path: [], message: 'must be an object, got [redacted]' }]);
  });

  it('reports a missing or empty one', () => {
    expect(problems({ password: '', inner: {}, open: 'o' })).toEqual([
      { path: ['password'], message: 'password must begin with x, not be , got [redacted]' },
      { path: ['inner', 'name'], message: 'name must be a string, got nothing' },
    ]);
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
