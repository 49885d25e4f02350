import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { Allow, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { faultOfDto } from './dto-faults.js';

class Good {
  @IsString()
  name!: string;

  @Allow()
  anything!: unknown;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Good)
  others?: Good[];
}

class Undecorated {
  n!: number;
}

class HalfDecorated extends Good {
  @ApiProperty()
  forgotten!: string;
}

class Outer {
  @ValidateNested()
  @Type(() => HalfDecorated)
  inner!: HalfDecorated;
}

class Contained {
  @IsInt({ each: true })
  counts!: Map<string, number>;
}

class Untyped {
  @ValidateNested({ each: true })
  items!: object[];
}

describe('faultOfDto', () => {
  it.each([[Good], [class Empty {}]])('accepts %p', (dto) => {
    expect(faultOfDto(dto)).toBeUndefined();
  });

  it.each([
    [Undecorated, 'Undecorated.n has no check'],
    [HalfDecorated, 'HalfDecorated.forgotten has no check'],
    [Outer, 'HalfDecorated.forgotten has no check'],
    [Contained, 'Contained.counts is a Map, which JSON empties'],
    [Untyped, 'Untyped.items has @ValidateNested() and no known class'],
  ])('names class and field of %p', (dto, fault) => {
    expect(faultOfDto(dto)).toContain(fault);
  });
});
