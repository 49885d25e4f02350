import { describe, expect, it } from '@jest/globals';
import { Expose, Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsListOf } from './rules/is-list-of.js';
import { NotTogetherWith } from './rules/not-together-with.js';
import { UNKNOWN, problemsOfPartial } from './partial-value.js';

class Size {
  @IsInt()
  @Max(100)
  width!: number;

  @IsInt()
  @IsOptional()
  height?: number;
}

class Cat {
  @IsIn(['cat'])
  kind!: string;

  @IsInt()
  lives!: number;
}

class Dog {
  @IsIn(['dog'])
  kind!: string;
}

class Chosen {
  @Expose()
  @IsInt()
  n!: number;
}

class Mail {
  @IsEmail()
  to!: string;

  @IsIn(['text', 'html'])
  @IsOptional()
  mode?: string;

  /** Required in a mode. */
  @ValidateIf(({ mode }: Mail) => mode !== 'html')
  @IsString()
  text?: string;

  @IsString()
  @IsOptional()
  @Transform(({ value }: { value: string }) => value.trim())
  trimmed?: string;

  @IsString()
  @IsOptional()
  @Transform(({ value, obj }: { value: string; obj: Mail }) => value + (obj.mode ?? '').toUpperCase())
  suffixed?: string;

  @IsOptional()
  @IsListOf(2, { unique: (item) => item })
  @Length(1, 5, { each: true })
  tags?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2)
  @ArrayUnique()
  @IsInt({ each: true })
  numbers?: number[];

  @IsOptional()
  @ValidateNested()
  @Type(() => Size)
  size?: Size;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Size)
  sizes?: Size[];

  @IsOptional()
  @ValidateNested()
  @Type(() => Object, {
    discriminator: {
      property: 'kind',
      subTypes: [
        { name: 'cat', value: Cat },
        { name: 'dog', value: Dog },
      ],
    },
    keepDiscriminatorProperty: true,
  })
  pet?: Cat | Dog;

  @IsOptional()
  @ValidateNested()
  @Type(() => Chosen)
  chosen?: Chosen;

  @IsOptional()
  @IsInt()
  @NotTogetherWith('size')
  width?: number;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  count?: number;
}

const valid = { to: 'ada@example.com', text: 'Hi' };
const pathsOf = (value: unknown) => problemsOfPartial(Mail, value).map(({ path }) => path.join('/'));

describe('problemsOfPartial', () => {
  it.each<object>([
    valid,
    { ...valid, to: UNKNOWN },
    { to: UNKNOWN, text: UNKNOWN },
    { ...valid, trimmed: UNKNOWN, suffixed: UNKNOWN },
    { ...valid, mode: UNKNOWN, suffixed: 'a' },
    { to: 'ada@example.com', mode: UNKNOWN }, // whether text is required depends on the mode
    { ...valid, tags: UNKNOWN },
    { ...valid, tags: [UNKNOWN, UNKNOWN] },
    { ...valid, numbers: [UNKNOWN, UNKNOWN] },
    { ...valid, size: UNKNOWN },
    { ...valid, size: { width: UNKNOWN } },
    { ...valid, sizes: [UNKNOWN, { width: 1, height: UNKNOWN }] },
    { ...valid, pet: UNKNOWN },
    { ...valid, pet: { kind: UNKNOWN, lives: 9 } },
    { ...valid, pet: { kind: 'cat', lives: UNKNOWN } },
    { ...valid, chosen: { n: UNKNOWN } },
    { ...valid, size: UNKNOWN, width: 5 }, // UNKNOWN may be null
    { ...valid, count: UNKNOWN },
  ])('accepts %p, which may become valid', (value) => expect(pathsOf(value)).toEqual([]));

  it.each<[unknown, string[]]>([
    [5, ['']],
    [[UNKNOWN], ['']],
    [{ text: UNKNOWN }, ['to']],
    [{ to: 'nobody', text: UNKNOWN }, ['to']],
    [{ to: 'ada@example.com', mode: 'text', trimmed: UNKNOWN }, ['text']],
    [{ ...valid, unknown: UNKNOWN }, ['unknown']],
    [{ ...valid, text: [UNKNOWN] }, ['text']],
    [{ ...valid, text: { a: UNKNOWN } }, ['text']],
    [{ ...valid, tags: [UNKNOWN, 'too long'] }, ['tags/1']],
    [{ ...valid, numbers: [UNKNOWN, 'a'] }, ['numbers/1']],
    [{ ...valid, numbers: [UNKNOWN, 1, 2] }, ['numbers']],
    [{ ...valid, size: [UNKNOWN] }, ['size']],
    [{ ...valid, size: { height: UNKNOWN } }, ['size/width']],
    [{ ...valid, size: { width: 101, height: UNKNOWN } }, ['size/width']],
    [{ ...valid, size: { width: 1, depth: UNKNOWN } }, ['size/depth']],
    [{ ...valid, sizes: [UNKNOWN, { width: 101 }] }, ['sizes/1/width']],
    [{ ...valid, pet: { kind: 'cow', lives: UNKNOWN } }, ['pet/kind']],
    [{ ...valid, pet: { kind: 'dog', lives: UNKNOWN } }, ['pet/lives']],
    [{ ...valid, mode: 'pdf', to: UNKNOWN }, ['mode']],
    [{ ...valid, size: { width: 1 }, width: 5, to: UNKNOWN }, ['width']],
  ])('refuses %p, which cannot become valid', (value, paths) => expect(pathsOf(value)).toEqual(paths));

  it('does not show secrets', () => {
    for (const value of [
      { to: 'hunter2', text: UNKNOWN },
      { to: ['hunter2', UNKNOWN], text: [UNKNOWN] },
    ])
      for (const { message } of problemsOfPartial(Mail, value, ['to', 'text']))
        expect(message).not.toContain('hunter2');
  });
});
