import type { ApiQueryOptions } from '@nestjs/swagger';
import { InvalidRequestError } from '../problems/invalid-request.js';

/** The parameter `include` of GET /tasks/{task_id}. The route has always passed over parameters that it does not know. */
export const INCLUDE: ApiQueryOptions = {
  name: 'include',
  required: false,
  schema: { type: 'string', enum: ['payload'], example: 'payload' },
  description: 'Adds the payload, for the role admin only. `[redacted]` stands for each secret in it',
};

/**
 * True if the payload is asked for.
 *
 * @throws InvalidRequestError for any other value
 */
export function includesPayload(include: unknown): boolean {
  if (include === undefined || include === 'payload') return include === 'payload';
  throw new InvalidRequestError([{ parameter: 'include', message: 'include must be payload' }]);
}
