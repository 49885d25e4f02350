import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiPropertyOptional, ApiQuery } from '@nestjs/swagger';
import { IsOptional, Length, Matches } from 'class-validator';
import { InvalidInputError } from '../../platform/validation/invalid-input.error.js';
import { parseDto } from '../../platform/validation/parse-dto.js';
import { InvalidRequestError } from '../problems/invalid-request.js';

const MAX_LENGTH = 200;
const EXAMPLE = 'the supplier is gone';

/** The field of a body for the reason of an action. @param use the places where it is kept */
export function Reason(use = 'Kept in the audit log'): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ minLength: 1, maxLength: MAX_LENGTH, example: EXAMPLE, description: use }),
    IsOptional(),
    Length(1, MAX_LENGTH),
    Matches(/^[^\p{Cc}]*$/u, { message: 'reason must have no line breaks and no control characters' }),
  );
}

/** Body of an action without other fields. */
export class ReasonDto {
  @Reason()
  reason?: string;
}

/** Documents a body that may be left out. */
export function ApiReason(): MethodDecorator {
  return ApiBody({ type: ReasonDto, required: false });
}

/** Documents the query parameter of an action that has no body. */
export function ApiReasonQuery(): MethodDecorator {
  return ApiQuery({
    name: 'reason',
    required: false,
    schema: { type: 'string', minLength: 1, maxLength: MAX_LENGTH, example: EXAMPLE },
    description: 'Kept in the audit log',
  });
}

/**
 * Checks that parameter. Such routes have always passed over parameters that they do not know.
 *
 * @throws InvalidRequestError
 */
export function refuseUnfitReason(reason: unknown): void {
  try {
    parseDto(ReasonDto, { reason }, 'the query');
  } catch (error) {
    throw error instanceof InvalidInputError ? InvalidRequestError.inParameters(error) : error;
  }
}
