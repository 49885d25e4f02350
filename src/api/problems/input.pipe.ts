import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import type { Dto } from '../../platform/validation/dto.js';
import { InvalidInputError } from '../../platform/validation/invalid-input.error.js';
import { parseDto } from '../../platform/validation/parse-dto.js';
import { InvalidRequestError } from './invalid-request.js';

const NOT_DTOS: readonly unknown[] = [undefined, Object, String, Number, Boolean, Array];

/** Converts body and query to their DTOs, or answers 422 with every invalid field. */
@Injectable()
export class InputPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom' || NOT_DTOS.includes(metatype)) return value;
    // Not a primitive and not `custom`, so it is a class of a controller's parameter.
    const dto = metatype as Dto<object>;
    try {
      return type === 'body' ? bodyAs(dto, value) : parseDto(dto, withNumbers(dto, value), `the ${type}`);
    } catch (error) {
      throw error instanceof InvalidInputError ? InvalidRequestError.inParameters(error) : error;
    }
  }
}

/**
 * Converts the body to its DTO, for a route that must check something else first.
 *
 * @param secrets fields whose values must not appear in messages
 * @throws InvalidRequestError
 */
export function bodyAs<T extends object>(dto: Dto<T>, body: unknown, secrets: readonly string[] = []): T {
  try {
    return parseDto(dto, bodyOf(body), 'the body', secrets);
  } catch (error) {
    throw error instanceof InvalidInputError ? InvalidRequestError.inBody(error) : error;
  }
}

/** A missing body counts as an empty one: the DTO decides whether that is enough. */
function bodyOf(value: unknown): unknown {
  return value === undefined ? {} : value;
}

/**
 * Query values are text. A property declared as `number` is parsed as a decimal integer: `10`, `+10` and `-10`, but not
 * `""`, `" "`, `0x10`, `1e3` and `1.0`. The DTO's own rules check the rest.
 */
function withNumbers(dto: Dto<object>, query: unknown): unknown {
  if (typeof query !== 'object' || query === null) return query;
  refuseInherited(Object.keys(query));
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) values[name] = asNumber(dto, name, value);
  return values;
}

/** A DTO would accept names that every object inherits: `__proto__`, `constructor`, `toString`. */
function refuseInherited(names: readonly string[]): void {
  const errors = names
    .filter((name) => name in Object.prototype)
    .map((name) => ({ parameter: name, message: `property ${name} should not exist` }));
  if (errors.length > 0) throw new InvalidRequestError(errors);
}

function asNumber(dto: Dto<object>, name: string, value: unknown): unknown {
  const isNumber = Reflect.getMetadata('design:type', dto.prototype as object, name) === Number;
  if (!isNumber || typeof value !== 'string' || !/^[+-]?\d+$/.test(value)) return value;
  return Number(value) + 0; // -0 becomes 0: JSON has no -0, so a payload could not contain it
}
