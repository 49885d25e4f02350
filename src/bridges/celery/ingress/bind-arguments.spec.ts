import { describe, expect, it } from '@jest/globals';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { InvalidInputError } from '../../../platform/validation/invalid-input.error.js';
import { parseDto } from '../../../platform/validation/parse-dto.js';
import { ArgumentsError, type BoundTask, argumentsErrorIn, bindArguments } from './bind-arguments.js';

class ResizePayload {
  @IsString()
  url!: string;

  @IsInt()
  width!: number;

  @IsInt()
  userId!: number;

  @IsOptional()
  @IsString()
  format?: string;
}

const task: BoundTask = {
  name: 'proj.tasks.resize',
  dto: ResizePayload,
  binding: { args: ['url', 'width'], kwargs: { user_id: 'userId' } },
};

/** The message of the error that the caller gets, or the payload. */
function bound(args: readonly unknown[], kwargs: Readonly<Record<string, unknown>> = {}): unknown {
  try {
    const payload = bindArguments(task, { args, kwargs });
    try {
      return Object.assign({}, parseDto(ResizePayload, payload));
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      return (argumentsErrorIn(task, payload, error.problems) ?? error).message;
    }
  } catch (error) {
    if (error instanceof ArgumentsError) return error.message;
    throw error;
  }
}

describe('bindArguments', () => {
  it('binds arguments by position and by name, with another name in Python', () => {
    const payload = { url: 'u', width: 3, userId: 7 };
    expect(bound(['u', 3], { user_id: 7 })).toEqual(payload);
    expect(bound([], { width: 3, user_id: 7, url: 'u' })).toEqual(payload);
    expect(bound(['u'], { width: 3, user_id: 7, format: 'png' })).toEqual({ ...payload, format: 'png' });
    expect(bound(['u'], { width: 3, userId: 7 })).toEqual(payload);
  });

  it.each([
    [['u', 3, 4], {}, 'resize() takes 2 positional arguments but 3 were given'],
    [['u'], { url: 'v' }, "resize() got multiple values for argument 'url'"],
    [['u', 3], { user_id: 7, userId: 7 }, "resize() got multiple values for argument 'userId'"],
    [['u', 3], { user_id: 7, size: 1 }, "resize() got an unexpected keyword argument 'size'"],
    [['u', 3], { user_id: 7, 'url.x': 1 }, "resize() got an unexpected keyword argument 'url.x'"],
    [['u', 3], {}, "resize() missing 1 required keyword-only argument: 'user_id'"],
    [['u'], {}, "resize() missing 1 required positional argument: 'width'"],
    [[], {}, "resize() missing 2 required positional arguments: 'url' and 'width'"],
    [[], { width: 1, user_id: 1 }, "resize() missing 1 required positional argument: 'url'"],
  ])('says it as Python does: %j, %j', (args, kwargs, message) => {
    expect(bound(args, kwargs)).toBe(message);
  });

  it('takes names that every object inherits for unknown ones', () => {
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect(bound(['u', 3], JSON.parse(`{"user_id":7,"${name}":{"x":1}}`) as Record<string, unknown>)).toBe(
        `resize() got an unexpected keyword argument '${name}'`,
      );
  });

  it('leaves values to the DTO', () => {
    expect(bound(['u', 'wide'], { user_id: 7 })).toMatch(/width/);
    expect(bound(['u', null], { user_id: 7 })).toMatch(/width/);
  });
});
