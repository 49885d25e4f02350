import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Type, plainToInstance } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsDateString,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
  validateSync,
} from 'class-validator';
import fc from 'fast-check';
import { IsSafeInteger } from './rules/is-safe-integer.js';
import { IsTime } from './rules/is-time.js';
import { InvalidInputError } from './invalid-input.error.js';
import { parseDto } from './parse-dto.js';

class Inner {
  @IsInt()
  @Min(1)
  @Max(3)
  depth!: number;
}

class Mistaken {
  @IsOptional()
  @IsSafeInteger()
  @Min(1)
  @Max(200)
  limit?: number;

  @ValidateIf(({ name }: Mistaken) => name !== null)
  @IsString()
  @Length(1, 5)
  @Matches(/^a/)
  name!: unknown;
}

describe('one mistake is one problem', () => {
  it.each<{ value: object; problems: string[] }>([
    {
      value: { limit: 'abc', name: 'a' },
      problems: ['limit must be a whole number within ±9007199254740991, got "abc"'],
    },
    {
      value: { limit: 1.5, name: 'a' },
      problems: ['limit must be a whole number within ±9007199254740991, got 1.5'],
    },
    { value: { limit: 999, name: 'a' }, problems: ['limit must not be greater than 200, got 999'] },
    { value: {}, problems: ['name must be a string, got nothing'] },
    { value: { name: 5 }, problems: ['name must be a string, got 5'] },
    { value: { name: 'b' }, problems: ['name must match /^a/ regular expression, got "b"'] },
    {
      value: { limit: 0, name: '' },
      problems: [
        'limit must not be less than 1, got 0',
        'name must be longer than or equal to 1 characters, got ""',
      ],
    },
  ])('in $value', ({ value, problems }) => {
    expect(problemsOf(Mistaken, value).map(({ message }) => message)).toEqual(problems);
  });
});

class Times {
  @IsOptional()
  @IsTime()
  at?: string;

  @IsOptional()
  @IsDateString()
  date?: string;
}

describe('IsTime', () => {
  it.each([
    ...['2027-02-29T12:00:00Z', '2027-04-31T00:00:00Z', '2027-02-30T00:00:00+02:00', '2100-02-29T00:00:00Z'],
    ...['2027-01-01T24:00:00Z', '2027-01-01T00:60:00Z', '2027-01-01T23:59:60Z', '2027-01-01T00:00:00+25:00'],
    ...['2027-01-01T00:00:00-00:60', '2027-00-01T00:00:00Z', '2027-13-01T00:00:00Z', '2027-01-00T00:00:00Z'],
    ...['2027-01-32T00:00:00Z', '2027-01-01', '2027-01-01T00:00:00', '27-01-01T00:00:00Z', ''],
  ])('refuses %s', (at) => {
    expect(problemsOf(Times, { at })).toHaveLength(1);
  });

  it.each(['2028-02-29T12:00:00Z', '2000-02-29T00:00:00.123+14:00', '2027-12-31T23:59:59Z'])(
    'accepts %s',
    (at) => {
      expect(parseDto(Times, { at }).at).toBe(at);
    },
  );

  it.each(['2027-02-29', '2027-04-31T00:00:00Z'])('refuses %s with @IsDateString too', (date) => {
    expect(problemsOf(Times, { date })).toHaveLength(1);
  });
});

class Lists {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @CountsLooks()
  few?: string[];

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Inner)
  inners?: Inner[];

  @IsOptional()
  @ArrayUnique((item: { id: number }) => item.id)
  many?: { id: number }[];
}

let looks = 0;
function CountsLooks(): PropertyDecorator {
  return Matches(/./, { each: true, message: () => `look ${(looks += 1)}` });
}

describe('validation work', () => {
  it('skips the items of a list that is too long', () => {
    const few = Array.from({ length: 100_000 }, () => '');
    expect(problemsOf(Lists, { few })).toEqual([
      { path: ['few'], message: 'few must contain no more than 100 elements, got an array of 100000' },
    ]);
    expect(looks).toBe(0);
  });

  it('is linear for @ArrayUnique, even with a custom identity function', () => {
    const many = Array.from({ length: 100_000 }, (_, id) => ({ id }));
    const before = process.cpuUsage();
    expect(parseDto(Lists, { many }).many).toHaveLength(100_000);
    expect(problemsOf(Lists, { many: [...many, { id: 7 }] })).toHaveLength(1);
    // class-validator itself takes more than ten seconds.
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });

  it('stops at the hundredth problem', () => {
    const places = Array.from({ length: 5_000 }, () => ({}));
    expect(problemsOf(Lists, { inners: places })).toHaveLength(100);
    const unknown = Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`k${i}`, 1]));
    expect(problemsOf(Lists, unknown)).toHaveLength(100);
  });
});

class Base {
  @IsString()
  @Length(1, 5)
  name!: string;
}

class Outer extends Base {
  @IsOptional()
  @IsInt()
  count?: number | null;

  @ValidateIf(({ kind }: Outer) => kind === 'timed')
  @IsInt()
  ms?: number;

  @IsIn(['plain', 'timed'])
  kind!: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => Inner)
  inner?: Inner;

  @IsOptional()
  @IsArray()
  @Length(1, 5, { each: true })
  tags?: string[];
}

const libraryTakes = (plain: object) =>
  validateSync(plainToInstance(Outer, plain), {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
  }).length === 0;

/** Mostly valid values, so that some DTOs are completely valid. */
const mostly = (...right: unknown[]) =>
  fc.oneof(
    { arbitrary: fc.constantFrom(...right), weight: 9 },
    { arbitrary: fc.constantFrom(undefined, null, {}, [], '', 'too long', 1.5, 9), weight: 1 },
  );
const anyOuter = fc
  .record({
    name: mostly('a', 'abcde'),
    count: mostly(1, undefined, null),
    ms: mostly(10),
    kind: mostly('plain', 'timed'),
    inner: mostly({ depth: 2 }, { depth: 9 }, { depth: 1, more: 1 }, undefined),
    tags: mostly(['a'], ['a', 'abcde'], [], ['a', ''], ['a', 1]),
    more: fc.oneof(
      { arbitrary: fc.constant(undefined), weight: 9 },
      { arbitrary: fc.constant(1), weight: 1 },
    ),
  })
  .map(({ more, ...plain }) => (more === undefined ? plain : { ...plain, more }));

describe('parseDto agrees with class-validator', () => {
  it('on valid values, except where class-validator is too lax', () => {
    const counts = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(anyOuter, (plain) => {
        const isValid = problemsOf(Outer, plain).length === 0;
        counts[isValid ? 'valid' : 'invalid'] += 1;
        expect(isValid).toBe(libraryTakes(plain));
        if (isValid) expect(parseDto(Outer, plain)).toEqual(plainToInstance(Outer, plain));
      }),
      { numRuns: 3_000 },
    );
    expect(counts.valid).toBeGreaterThan(100);
    expect(counts.invalid).toBeGreaterThan(100);
  });
});

function problemsOf(dto: new () => object, value: unknown): InvalidInputError['problems'] {
  try {
    parseDto(dto, value);
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.problems;
    throw error;
  }
}
