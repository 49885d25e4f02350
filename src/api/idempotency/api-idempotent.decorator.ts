import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.decorator.js';

/** Documents the Idempotency-Key on a POST that creates something. Every POST supports it. */
export function ApiIdempotent(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'A unique value, for example a UUID, that makes the request safe to repeat. For 24 hours, the same key with the ' +
        'same request returns the first response again, with `Idempotent-Replayed: true`. After a 503, repeating the request ' +
        'shows its outcome. A replay of a very long response leaves out task results and the details of problems',
    }),
    ApiProblems('idempotency-in-flight', 'idempotency-mismatch', 'queue-full', 'broker-unavailable'),
  );
}
