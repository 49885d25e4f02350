import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Exclude, Expose, Transform, Type, plainToInstance } from 'class-transformer';
import { Allow, IsInt, IsOptional, IsString } from 'class-validator';
import fc from 'fast-check';
import { flatCopy } from './flat-copy.js';

class Base {
  @IsString()
  name!: string;
}

class Flat extends Base {
  @IsOptional()
  @IsInt()
  count?: number;

  @IsInt()
  size = 3;

  undecorated?: string;
}

class Typed extends Base {
  @Type(() => Number)
  @IsInt()
  count!: number;
}

class Transformed {
  @Transform(({ value }: { value: unknown }) => String(value).trim())
  @IsString()
  name!: string;
}

class Heir extends Transformed {}

class Renamed {
  @Expose({ name: 'n' })
  @IsString()
  name!: string;
}

class Hidden {
  @Exclude()
  @IsString()
  name!: string;
}

@Exclude()
class Closed {
  @IsString()
  name!: string;
}

class WithAccessor {
  @Allow()
  get name(): string {
    return 'its own';
  }
}

const part = fc.oneof(
  {
    arbitrary: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined)),
    weight: 9,
  },
  { arbitrary: fc.constantFrom({}, [], { a: 1 }, new Date(0)), weight: 1 },
);
const plain = fc.record({ name: part, count: part, size: part }, { requiredKeys: [] });
const odd = fc.record({ undecorated: part, toString: part, constructor: part }, { requiredKeys: [] });
const anything = fc.oneof(
  plain,
  fc.tuple(plain, odd).map(([some, more]) => ({ ...some, ...more })),
);

describe('flatCopy', () => {
  it('makes what class-transformer makes, or leaves it to that', () => {
    const counts = { copied: 0, left: 0 };
    fc.assert(
      fc.property(anything, (value) => {
        const copy = flatCopy(Flat, value);
        counts[copy ? 'copied' : 'left'] += 1;
        if (!copy) return;
        expect(copy).toStrictEqual(plainToInstance(Flat, value));
        expect(copy).toBeInstanceOf(Flat);
      }),
      { numRuns: 2_000 },
    );
    expect(counts.copied).toBeGreaterThan(100);
    expect(counts.left).toBeGreaterThan(100);
  });

  it('copies texts, numbers and the like, also of a base class, and keeps what is preset', () => {
    expect(flatCopy(Flat, { name: 'a', count: 1 })).toStrictEqual(
      Object.assign(new Flat(), { name: 'a', count: 1, size: 3 }),
    );
    expect(flatCopy(Flat, {})).toBeInstanceOf(Flat);
  });

  it.each([
    { what: 'an object', dto: Flat, value: { name: {} } },
    { what: 'a list', dto: Flat, value: { name: [] } },
    { what: 'a field without a check', dto: Flat, value: { undecorated: 'a' } },
    { what: 'a field that the class does not know', dto: Flat, value: { more: 1 } },
    { what: 'a key constructor', dto: Flat, value: { constructor: 1 } },
    { what: 'a key __proto__', dto: Flat, value: JSON.parse('{ "__proto__": 1 }') as object },
    { what: 'a method of every object', dto: Flat, value: { toString: 1 } },
    { what: '@Type', dto: Typed, value: { count: '1' } },
    { what: '@Transform', dto: Transformed, value: { name: ' a ' } },
    { what: '@Transform of a base class', dto: Heir, value: { name: ' a ' } },
    { what: '@Expose', dto: Renamed, value: { name: 'a' } },
    { what: '@Exclude', dto: Hidden, value: { name: 'a' } },
    { what: '@Exclude of the class', dto: Closed, value: { name: 'a' } },
    { what: 'an accessor', dto: WithAccessor, value: { name: 'a' } },
  ])('leaves $what to class-transformer', ({ dto, value }) => {
    expect(flatCopy<object>(dto, value)).toBeUndefined();
  });

  it('copies the other fields of such a class', () => {
    expect(flatCopy(Typed, { name: 'a' })).toStrictEqual(plainToInstance(Typed, { name: 'a' }));
  });
});
