import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Exclude, Expose, Transform, Type, plainToInstance } from 'class-transformer';
import { Allow, IsArray, IsInt, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import fc from 'fast-check';
import { plainCopy } from './plain-copy.js';

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

class Nesting extends Base {
  @IsOptional()
  @ValidateNested()
  @Type(() => Flat)
  inner?: Flat;

  @IsOptional()
  @ValidateNested()
  @Type(() => Nesting)
  deeper?: Nesting;

  @IsArray()
  list!: unknown[];

  @IsObject()
  json!: object;
}

class Listing {
  @ValidateNested({ each: true })
  @Type(() => Flat)
  items!: Flat[];
}

class Choosing {
  @ValidateNested()
  @Type((help) => (help?.object['name'] === 'a' ? Flat : Base))
  inner!: Base;
}

class Untyped {
  @ValidateNested()
  @Type()
  inner!: Flat;
}

class Undecorated {
  name!: string;
}

class Vague {
  @IsObject()
  @Type(() => Undecorated)
  inner!: object;
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

const text = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined));
/** What JSON can hold, and a little of what it cannot. */
const part = fc.oneof(
  { arbitrary: text, weight: 9 },
  { arbitrary: fc.array(fc.oneof(text, fc.record({ a: text, b: fc.array(text) }))), weight: 3 },
  { arbitrary: fc.dictionary(fc.constantFrom('a', 'b', 'toString', 'constructor'), text), weight: 1 },
  { arbitrary: fc.constantFrom<unknown>(new Date(0), new Map(), new Flat(), new Undecorated()), weight: 1 },
  { arbitrary: fc.constantFrom<unknown>(new Array(2), () => 1, { valueOf: () => 1 }), weight: 1 },
);
const odd = fc.record({ undecorated: part, toString: part, constructor: part }, { requiredKeys: [] });
const { value: anything } = fc.letrec<{ value: object; inner: unknown }>((tie) => ({
  value: fc
    .tuple(
      fc.record(
        { name: part, list: part, json: part, inner: tie('inner'), deeper: tie('inner') },
        { requiredKeys: [] },
      ),
      fc.oneof({ arbitrary: fc.constant({}), weight: 9 }, { arbitrary: odd, weight: 1 }),
    )
    .map(([some, more]) => ({ ...some, ...more })),
  inner: fc.oneof({ maxDepth: 3 }, text, fc.record({ name: text, count: text }), tie('value'), part),
}));

describe('plainCopy', () => {
  it('makes what class-transformer makes, or leaves it to that', () => {
    const counts = { copied: 0, left: 0 };
    fc.assert(
      fc.property(anything, (value) => {
        const copy = plainCopy(Nesting, value);
        counts[copy ? 'copied' : 'left'] += 1;
        if (copy) expect(copy).toStrictEqual(plainToInstance(Nesting, value)); // the classes of what is in it too
      }),
      { numRuns: 2_000 },
    );
    expect(counts.copied).toBeGreaterThan(100);
    expect(counts.left).toBeGreaterThan(100);
  });

  it('copies texts, numbers and the like, also of a base class, and keeps what is preset', () => {
    expect(plainCopy(Flat, { name: 'a', count: 1 })).toStrictEqual(
      Object.assign(new Flat(), { name: 'a', count: 1, size: 3 }),
    );
    expect(plainCopy(Flat, {})).toBeInstanceOf(Flat);
  });

  it('makes instances of the DTOs in it, and copies of lists and objects', () => {
    const value = {
      name: 'a',
      inner: { name: 'b' },
      deeper: { name: 'c', list: [] },
      list: [{ a: [1] }],
      json: { a: {} },
    };
    const copy = plainCopy(Nesting, value);
    expect(copy).toStrictEqual(plainToInstance(Nesting, value));
    expect(copy?.inner).toBeInstanceOf(Flat);
    expect(copy?.deeper).toBeInstanceOf(Nesting);
    expect(copy?.list[0]).not.toBe(value.list[0]);
    expect(copy?.json).not.toBe(value.json);
    expect(plainCopy(Base, Object.assign(new Base(), { name: 'a' }))).toBeInstanceOf(Base);
  });

  it('fills no hole of a list, so that what counts the items counts them all', () => {
    const list: unknown[] = [1];
    list[2] = 3;
    expect(plainCopy(Nesting, { list })?.list).toStrictEqual([1, 3]);
    expect(plainCopy(Nesting, { list: new Array(2) })?.list).toStrictEqual([]);
  });

  it.each<{ what: string; dto: new () => object; value: object }>([
    { what: 'a list of DTOs', dto: Listing, value: { items: [{ name: 'a' }] } },
    { what: 'a list for one DTO', dto: Nesting, value: { inner: [{ name: 'a' }] } },
    { what: 'a type that depends on the value', dto: Choosing, value: { inner: { name: 'a' } } },
    { what: 'a type without checks', dto: Vague, value: { inner: { name: 'a' } } },
    { what: 'an unknown field of a DTO in it', dto: Nesting, value: { inner: { more: 1 } } },
    { what: 'a key constructor deep in it', dto: Nesting, value: { json: { a: [{ constructor: 1 }] } } },
    { what: 'a key toString deep in it', dto: Nesting, value: { json: { a: { toString: 1 } } } },
    { what: 'an instance of another class', dto: Nesting, value: { json: { a: new Undecorated() } } },
    { what: 'an object without a prototype', dto: Nesting, value: { json: Object.create(null) as object } },
    { what: 'a date', dto: Flat, value: new Date(0) },
    { what: 'a function', dto: Nesting, value: { json: { then: () => 1 } } },
    { what: '@Type of no type', dto: Untyped, value: { inner: { name: 'a' } } },
    { what: 'no key of a class that chooses', dto: Renamed, value: {} },
    { what: 'a field without a check', dto: Flat, value: { undecorated: 'a' } },
    { what: 'a field that the class does not know', dto: Flat, value: { more: 1 } },
    { what: 'a key constructor', dto: Flat, value: { constructor: 1 } },
    {
      what: 'a key __proto__ deep in it',
      dto: Nesting,
      value: { json: JSON.parse('{ "__proto__": 1 }') as object },
    },
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
    expect(plainCopy(dto, value)).toBeUndefined();
  });

  it('copies the other fields of such a class', () => {
    expect(plainCopy(Typed, { name: 'a' })).toStrictEqual(plainToInstance(Typed, { name: 'a' }));
  });
});
