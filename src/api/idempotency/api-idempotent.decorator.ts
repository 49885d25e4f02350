import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.decorator.js';

/** Documents what any POST understands, for one that creates something: that it can be repeated without harm. */
export function ApiIdempotent(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'for example a UUID. Makes it safe to repeat the request: for 24 hours the same key with the same request gives the first ' +
        'answer again, with `Idempotent-Replayed: true`; after a 503 it settles what became of it. Of a very long answer ' +
        'the replay leaves out the result of a task and the details of problems',
    }),
    ApiProblems('idempotency-in-flight', 'idempotency-mismatch', 'queue-full', 'broker-unavailable'),
  );
}
