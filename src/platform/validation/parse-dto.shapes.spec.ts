import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Expose, Transform, Type } from 'class-transformer';
import {
  Allow,
  IsArray,
  IsDate,
  IsEnum,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  ValidateNested,
} from 'class-validator';
import fc from 'fast-check';
import { IsTime } from './rules/is-time.js';
import { InvalidInputError } from './invalid-input.error.js';
import { parseDto } from './parse-dto.js';

enum Level {
  Low,
  High = 5,
}

class Place {
  @IsString()
  street!: string;
}

class Cat {
  @IsIn(['cat'])
  kind!: 'cat';

  @IsInt()
  lives!: number;
}

class Dog {
  @IsString()
  name!: string;
}

class Pet {}

const petType = Type(() => Pet, {
  discriminator: {
    property: 'kind',
    subTypes: [
      { value: Cat, name: 'cat' },
      { value: Dog, name: 'dog' },
    ],
  },
});

class Shapes {
  @IsOptional()
  @ValidateNested()
  @Type(() => Place)
  main?: Place;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Place)
  places?: Place[];

  @IsOptional()
  @IsArray()
  @ValidateNested()
  @Type(() => Place)
  others?: Place[];

  @IsOptional()
  @ApiPropertyOptional({ type: 'array', items: { type: 'array', items: {} } })
  @ValidateNested({ each: true })
  @Type(() => Place)
  grid?: Place[][];

  @IsOptional()
  @ValidateNested()
  @petType
  pet?: Cat | Dog;

  @IsOptional()
  @ValidateNested({ each: true })
  @petType
  pets?: (Cat | Dog)[];

  @IsOptional()
  @IsString({ each: true })
  tags?: string[];

  @IsOptional()
  @IsString({ each: true })
  oneOrMore?: string | string[];

  @IsOptional()
  @IsEnum(Level)
  level?: Level;

  @IsOptional()
  @IsEnum(Level, { each: true })
  levels?: Level[];

  @IsOptional()
  @IsObject()
  free?: object;

  @IsOptional()
  @Allow()
  anything?: unknown;
}

describe('parseDto enforces the declared shape', () => {
  const place = { street: 'A' };
  it.each<{ value: object; path: string; message: string }>([
    { value: { main: [place] }, path: 'main', message: 'main must be an object, got an array of 1' },
    { value: { main: [] }, path: 'main', message: 'main must be an object, got an array of 0' },
    { value: { main: 'A' }, path: 'main', message: 'main must be an object, got "A"' },
    { value: { places: place }, path: 'places', message: 'places must be an array, got an object' },
    { value: { places: 'A' }, path: 'places', message: 'places must be an array, got "A"' },
    {
      value: { places: [place, [place]] },
      path: 'places/1',
      message: 'places must be an object, got an array of 1',
    },
    { value: { places: [place, null] }, path: 'places/1', message: 'places must be an object, got null' },
    { value: { others: place }, path: 'others', message: 'others must be an array, got an object' },
    {
      value: { grid: [[place], [{}]] },
      path: 'grid/1/0/street',
      message: 'street must be a string, got nothing',
    },
    {
      value: { pet: [{ kind: 'cat', lives: 1 }] },
      path: 'pet',
      message: 'pet must be an object, got an array of 1',
    },
    { value: { pet: [] }, path: 'pet', message: 'pet must be an object, got an array of 0' },
    {
      value: { pets: { kind: 'cat', lives: 1 } },
      path: 'pets',
      message: 'pets must be an array, got an object',
    },
    {
      value: { pets: [{ kind: 'cat', lives: 1 }, { kind: 'fish' }] },
      path: 'pets/1/kind',
      message: 'kind must be one of the following values: cat, dog, got "fish"',
    },
    {
      value: { pet: { lives: 1 } },
      path: 'pet/kind',
      message: 'kind must be one of the following values: cat, dog, got nothing',
    },
    { value: { tags: 'a' }, path: 'tags', message: 'tags must be an array, got "a"' },
    { value: { tags: { 0: 'a' } }, path: 'tags', message: 'tags must be an array, got an object' },
    { value: { tags: ['a', 1, 'b'] }, path: 'tags/1', message: 'each value in tags must be a string, got 1' },
    {
      value: { level: 'High' },
      path: 'level',
      message: 'level must be one of the following values: 0, 5, got "High"',
    },
    {
      value: { levels: [5, 'Low'] },
      path: 'levels/1',
      message: 'each value in levels must be one of the following values: 0, 5, got "Low"',
    },
  ])('and refuses $value', ({ value, path, message }) => {
    expect(problemsOf(Shapes, value)).toEqual([{ path: path.split('/'), message }]);
  });

  it.each<object>([
    { main: place, places: [place, place], others: [], grid: [[place], []] },
    { pet: { kind: 'cat', lives: 9 }, pets: [{ kind: 'dog', name: 'Rex' }] },
    { tags: [], oneOrMore: 'a', level: 5, levels: [0] },
    { oneOrMore: ['a'], main: null, places: null },
  ])('and accepts %j completely', (value) => {
    expect(JSON.parse(JSON.stringify(parseDto(Shapes, value)))).toEqual(value);
  });

  it('creates an instance of the class named by the discriminator', () => {
    const { pet, pets } = parseDto(Shapes, {
      pet: { kind: 'dog', name: 'Rex' },
      pets: [{ kind: 'cat', lives: 1 }],
    });
    expect(pet).toBeInstanceOf(Dog);
    expect(pets?.[0]).toBeInstanceOf(Cat);
  });
});

describe('parseDto returns everything that it accepts', () => {
  const ODD_KEYS = [
    'toString',
    'valueOf',
    'hasOwnProperty',
    'constructor',
    '__proto__',
    '__defineGetter__',
    'then',
    'length',
    '0',
  ];
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, false),
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom(...ODD_KEYS)), tie('json'), { maxKeys: 4 }),
    ),
  }));

  it('free JSON with any keys', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom(...ODD_KEYS)), json),
        json,
        (free, anything) => {
          const text = JSON.stringify({ free, anything });
          expect(
            JSON.stringify(parseDto(Shapes, JSON.parse(text)), ['free', 'anything'].length ? undefined : []),
          ).toBe(text);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('refuses unknown properties of any name', () => {
    for (const name of [
      ...ODD_KEYS,
      'isPrototypeOf',
      'propertyIsEnumerable',
      'toLocaleString',
      'prototype',
    ]) {
      const problem = [{ path: [name], message: `property ${name} should not exist` }];
      const odd = Object.fromEntries([[name, 1]]);
      expect(problemsOf(Shapes, odd)).toEqual(problem);
      expect(problemsOf(Shapes, { main: { street: 'A', ...odd } })).toEqual([
        { ...problem[0], path: ['main', name] },
      ]);
    }
  });

  class Renamed {
    @Expose({ name: 'n' })
    @IsObject()
    name!: object;
  }

  it('refuses what class-transformer would drop', () => {
    expect(parseDto(Renamed, { n: { a: 1 } })).toEqual(Object.assign(new Renamed(), { name: { a: 1 } }));
    expect(problemsOf(Renamed, { n: { a: { valueOf: 1 } } })).toEqual([
      { path: ['n', 'a', 'valueOf'], message: 'property valueOf should not exist' },
    ]);
  });

  class Contained {
    @IsOptional()
    @ValidateNested()
    @Type(() => Place)
    byName?: Map<string, Place>;

    @IsOptional()
    @IsString({ each: true })
    names?: Set<string>;
  }

  it('also in a Map or a Set', () => {
    const { byName, names } = parseDto(Contained, {
      byName: { toString: { street: 'A' } },
      names: ['a', 'b'],
    });
    expect(byName?.get('toString')).toBeInstanceOf(Place);
    expect([...(names ?? [])]).toEqual(['a', 'b']);
    expect(problemsOf(Contained, { byName: { x: {} }, names: ['a', 1] })).toMatchObject([
      { path: ['byName', 'x', 'street'] },
      { path: ['names', '1'] },
    ]);
  });

  class Converted {
    @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
    @IsString({ each: true })
    to!: string[];

    @Type(() => Number)
    @IsNumber()
    n!: number;

    @IsOptional()
    @Type(() => Date)
    @IsDate()
    at?: Date;
  }

  it('converts like @Type and @Transform', () => {
    const parsed = parseDto(Converted, { to: 'a', n: '5', at: '2027-02-28T12:00:00Z' });
    expect(parsed).toEqual({ to: ['a'], n: 5, at: new Date('2027-02-28T12:00:00Z') });
  });

  it.each([{ n: '12345678901234567890' }, { n: 1, at: '2027-02-29T12:00:00Z' }])(
    'refuses %j, which a conversion would change',
    (value) => {
      expect(problemsOf(Converted, { to: [], ...value })).toHaveLength(1);
    },
  );
});

class Asked {
  @ApiProperty({ type: Place })
  @ValidateNested()
  @Type(() => Place)
  place!: Place;

  @ApiPropertyOptional({ type: Place })
  @ValidateNested()
  @Type(() => Place)
  second?: Place;

  @ApiProperty()
  @Allow()
  anything!: unknown;
}

describe('properties that a schema requires', () => {
  it('must be given', () => {
    expect(problemsOf(Asked, {})).toEqual([
      { path: ['place'], message: 'place must be an object, got nothing' },
      { path: ['anything'], message: 'anything must be given, got nothing' },
    ]);
    expect(problemsOf(Asked, { place: { street: 'A' }, anything: null })).toEqual([]);
  });

  it('may be missing in stored values, and days or enums there may be invalid', () => {
    class Stored extends Asked {
      @IsEnum(Level)
      level!: unknown;

      @IsTime()
      at!: string;
    }
    const old = { level: 'High', at: '2027-02-29T12:00:00Z' };
    expect(parseDto(Stored, old, 'the payload', [], true)).toMatchObject(old);
    expect(problemsOf(Stored, old)).toHaveLength(4);
    expect(() => parseDto(Stored, { ...old, place: [] }, 'the payload', [], true)).toThrow(InvalidInputError);
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
