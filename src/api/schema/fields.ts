import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsOptional, Length, Max, Min, ValidateNested } from 'class-validator';
import { IsListOf } from '../../platform/validation/rules/is-list-of.js';
import { IsSafeInteger } from '../../platform/validation/rules/is-safe-integer.js';
import { IsTime } from '../../platform/validation/rules/is-time.js';

/** Description, example and default of a field, and `nullable` if null is a value of its own. */
type About = Omit<ApiPropertyOptions, 'type' | 'required'>;

/**
 * Fields of bodies and queries: each decorator both checks a field and documents it, so that a limit is written once.
 * Rules that only one field has stand beside it.
 */
export const Field = fields(ApiProperty);
/** The same for fields that may be left out. */
export const OptionalField = fields(ApiPropertyOptional, IsOptional());

/** Fields of answers that can be null. */
export const NullableField = {
  text: (about: About = {}) => ApiProperty({ type: String, nullable: true, ...about }),
  time: (about: About = {}) => ApiProperty({ type: String, format: 'date-time', nullable: true, ...about }),
  integer: (about: About = {}) => ApiProperty({ type: 'integer', nullable: true, ...about }),
  nested: (dto: new () => object, about: About = {}) => ApiProperty({ type: dto, nullable: true, ...about }),
};

function fields(documented: typeof ApiProperty, ...always: PropertyDecorator[]) {
  const field = (schema: ApiPropertyOptions, ...rules: PropertyDecorator[]): PropertyDecorator =>
    applyDecorators(documented(schema), ...always, ...rules);
  return {
    /** A whole number within both limits. */
    integer: (minimum: number, maximum: number, about: About = {}) =>
      field(
        { type: 'integer', minimum, maximum, ...about },
        ...[IsSafeInteger(), Min(minimum), Max(maximum)],
      ),
    /** A text with this number of characters. */
    text: (minLength: number, maxLength: number, about: About = {}) =>
      field({ type: String, minLength, maxLength, ...about }, Length(minLength, maxLength)),
    /** At most `maxItems` texts, each with this number of characters. */
    texts: (maxItems: number, minLength: number, maxLength: number, about: About = {}) =>
      field(
        { type: [String], maxItems, ...about },
        ...[IsListOf(maxItems), Length(minLength, maxLength, { each: true })],
      ),
    time: (about: About = {}) => field({ type: String, format: 'date-time', ...about }, IsTime()),
    oneOf: (values: readonly string[], about: About = {}) =>
      field({ enum: [...values], ...about }, IsIn(values)),
    flag: (about: About = {}) => field({ type: Boolean, ...about }, IsBoolean()),
    /** Any JSON object. */
    object: (about: About = {}) => field({ type: Object, additionalProperties: true, ...about }, IsObject()),
    /** Another DTO. */
    nested: (dto: new () => object, about: About = {}) =>
      field(
        { type: dto, ...about },
        IsObject(),
        ValidateNested(),
        Type(() => dto),
      ),
  };
}
