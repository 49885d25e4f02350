import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { type Dto, InvalidInputError, parseDto } from '../../platform/validation/parse-dto.js';
import { InvalidRequestError } from './invalid-request.js';

const NOT_DTOS: readonly unknown[] = [undefined, Object, String, Number, Boolean, Array];

/** Turns body and query into their DTOs, or answers 422 with every field that is wrong. */
@Injectable()
export class InputPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom' || NOT_DTOS.includes(metatype)) return value;
    // Not a primitive and not `custom`: what is left are the classes of our controllers' parameters.
    const dto = metatype as Dto<object>;
    try {
      return type === 'body' ? bodyAs(dto, value) : parseDto(dto, withNumbers(dto, value), `the ${type}`);
    } catch (error) {
      throw error instanceof InvalidInputError ? InvalidRequestError.inParameters(error) : error;
    }
  }
}

/**
 * The body as its DTO, for a route that has something else to check first.
 *
 * @throws InvalidRequestError
 */
export function bodyAs<T extends object>(dto: Dto<T>, body: unknown): T {
  try {
    return parseDto(dto, bodyOf(body), 'the body');
  } catch (error) {
    throw error instanceof InvalidInputError ? InvalidRequestError.inBody(error) : error;
  }
}

/** No body at all is an empty one: the DTO says whether that is enough. */
function bodyOf(value: unknown): unknown {
  return value === undefined ? {} : value;
}

/**
 * In a query everything is text. A property that its DTO declares as `number` is read as a decimal integer: `10`,
 * `+10` and `-10` are, but not `""`, `" "`, `0x10`, `1e3` and `1.0`; the DTO's own check judges the rest.
 */
function withNumbers(dto: Dto<object>, query: unknown): unknown {
  if (typeof query !== 'object' || query === null) return query;
  refuseInherited(Object.keys(query));
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, asNumber(dto, name, value)]));
}

/** What every object has anyway, a DTO takes for its own: `__proto__`, `constructor`, `toString`. */
function refuseInherited(names: readonly string[]): void {
  const errors = names
    .filter((name) => name in Object.prototype)
    .map((name) => ({ parameter: name, message: `property ${name} should not exist` }));
  if (errors.length > 0) throw new InvalidRequestError(errors);
}

function asNumber(dto: Dto<object>, name: string, value: unknown): unknown {
  const isNumber = Reflect.getMetadata('design:type', dto.prototype as object, name) === Number;
  if (!isNumber || typeof value !== 'string' || !/^[+-]?\d+$/.test(value)) return value;
  return Number(value) + 0; // -0 becomes 0: JSON has no -0, so a payload could not hold it
}
