import { ApiParam } from '@nestjs/swagger';
import { InvalidRequestError } from '../problems/invalid-request.js';
import { periodMs } from '../schema/period.js';
import { EXAMPLE_FINGERPRINT } from './error-requests.dto.js';

const DEFAULT_WINDOW = '24h';
const MOST_DAYS = 400;
const DAY_MS = 86_400_000;

/** The path parameter of a group. */
export function ApiFingerprint(): MethodDecorator {
  return ApiParam({
    name: 'fingerprint',
    description: 'Fingerprint of the group',
    schema: { type: 'string', example: EXAMPLE_FINGERPRINT },
  });
}

/** @throws InvalidRequestError for one that is too long */
export function windowMsOf(window = DEFAULT_WINDOW): number {
  const windowMs = periodMs(window);
  if (windowMs <= MOST_DAYS * DAY_MS) return windowMs;
  throw new InvalidRequestError([{ parameter: 'window', message: `window must be at most ${MOST_DAYS}d` }]);
}
