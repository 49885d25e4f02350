import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Type, plainToInstance } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
  validateSync,
} from 'class-validator';
import fc from 'fast-check';
import { isSurelyValid } from './sure-check.js';

class Inner {
  @IsInt()
  @Min(1)
  @Max(3)
  depth!: number;
}

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

class Listing {
  @ValidateNested({ each: true })
  @Type(() => Inner)
  inners!: Inner[];

  @IsOptional()
  @IsString({ each: true })
  names?: string[];
}

class Empty {}

const theLibraryTakes = (instance: object) =>
  validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false })
    .length === 0;

/** Mostly what is right, so that there are whole DTOs that are. */
const mostly = (...right: unknown[]) =>
  fc.oneof(
    { arbitrary: fc.constantFrom(...right), weight: 9 },
    { arbitrary: fc.constantFrom(undefined, null, {}, [], '', 'too long', 1.5, 9), weight: 1 },
  );
const seldom = fc.oneof(
  { arbitrary: fc.constant(false), weight: 9 },
  { arbitrary: fc.constant(true), weight: 1 },
);
const anyOuter = fc
  .record({
    name: mostly('a', 'abcde'),
    count: mostly(1, undefined, null),
    ms: mostly(10),
    kind: mostly('plain', 'timed'),
    inner: mostly({ depth: 2 }, { depth: 9 }, { depth: 1, more: 1 }, [{ depth: 2 }], undefined),
    tags: mostly(['a'], ['a', 'abcde'], [], ['a', ''], ['a', 1], new Set(['a'])),
    isMore: seldom,
  })
  .map(({ isMore, ...plain }) => (isMore ? { ...plain, toString: 1 } : plain));

describe('isSurelyValid', () => {
  it('never takes what class-validator refuses, and asks it about nothing that is right', () => {
    const counts = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(anyOuter, (plain) => {
        const instance = plainToInstance(Outer, plain);
        const isValid = theLibraryTakes(instance);
        counts[isValid ? 'valid' : 'invalid'] += 1;
        // A list of nested ones, or what is many and no list, is left to the library.
        const isLeft = Array.isArray(plain.inner) || instance.tags instanceof Set;
        expect(isSurelyValid(Outer, instance)).toBe(isValid && !isLeft);
      }),
      { numRuns: 3_000 },
    );
    expect(counts.valid).toBeGreaterThan(100);
    expect(counts.invalid).toBeGreaterThan(100);
  });

  it.each([
    { what: 'a right one', plain: { name: 'a', kind: 'plain' }, sure: true },
    { what: 'a right nested one', plain: { name: 'a', kind: 'plain', inner: { depth: 1 } }, sure: true },
    { what: 'a wrong nested one', plain: { name: 'a', kind: 'plain', inner: { depth: 4 } }, sure: false },
    { what: 'an unknown property', plain: { name: 'a', kind: 'plain', more: 1 }, sure: false },
    { what: 'a wrong inherited one', plain: { name: '', kind: 'plain' }, sure: false },
    { what: 'what is checked on a condition', plain: { name: 'a', kind: 'timed', ms: 'x' }, sure: false },
  ])('is $sure of $what', ({ plain, sure }) => {
    const instance = plainToInstance(Outer, plain);
    expect(isSurelyValid(Outer, instance)).toBe(sure);
    expect(theLibraryTakes(instance)).toBe(sure);
  });

  it('leaves a DTO with a list of nested ones to class-validator', () => {
    expect(isSurelyValid(Listing, plainToInstance(Listing, { inners: [{ depth: 1 }] }))).toBe(false);
  });

  it('takes an empty DTO with nothing in it, and nothing else', () => {
    expect(isSurelyValid(Empty, new Empty())).toBe(true);
    expect(isSurelyValid(Empty, plainToInstance(Empty, { a: 1 }))).toBe(false);
  });
});
