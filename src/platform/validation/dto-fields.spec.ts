import { describe, expect, it } from '@jest/globals';
import { IsArray, IsNumber, IsObject, IsString } from 'class-validator';
import { mayHave } from './dto-fields.js';

class Inner {
  @IsString()
  token!: string;
}

class Base {
  @IsString()
  inherited!: string;
}

class Unchecked {
  anything!: string;
}

class Outer extends Base {
  @IsString()
  name!: string;

  @IsNumber()
  n!: number;

  @IsObject()
  inner!: Inner;

  @IsObject()
  free!: object;

  @IsObject()
  unchecked!: Unchecked;

  @IsArray()
  items!: { secret: string }[];

  forgotten!: string;
}

describe('mayHave', () => {
  it.each([
    'name',
    'inherited',
    'n',
    'inner',
    'inner.token',
    'inner.*',
    'free.anything.at.all',
    'unchecked.anything',
    'items',
    'items.*',
    'items.0',
    'items.12.secret',
    'items.*.whatever',
    '*',
  ])('is true for %s', (path) => {
    expect(mayHave(Outer, path.split('.'))).toBe(true);
  });

  it.each([
    'nam',
    'forgotten',
    'name.first',
    'n.x',
    'inner.tokn',
    'inner.token.x',
    'items.secret',
    'items.1x',
    '',
  ])('is false for %p', (path) => {
    expect(mayHave(Outer, path.split('.'))).toBe(false);
  });

  it('is false without checks', () => {
    expect(mayHave(Unchecked, ['anything'])).toBe(false);
    expect(mayHave(Unchecked, ['*'])).toBe(false);
  });
});
