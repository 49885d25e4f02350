import type { OpenAPIObject } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { KnownQueues } from '../../core/task/known-queues.js';
import { QUEUE_NAME } from '../../core/task/queue-name.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import type { ProblemField } from '../problems/problem.js';

const FORMAT = 'queue-name';

/**
 * Schema of a property with a queue's name. Queues are defined by modules, so a class cannot list them: `withQueueNames`
 * replaces the format by the enum of the application's queues. Names in `not` are left out of it.
 */
export const QUEUE = { type: 'string', format: FORMAT, example: 'tasks' } as const;

/** Accepts the form of a queue's name. Whether there is such a queue is checked by `refuseUnknownQueue`. */
export function IsQueueName(): PropertyDecorator {
  return Matches(QUEUE_NAME, { message: 'queue must be the name of a queue' });
}

/**
 * @param names the accepted queues
 * @param place of the name in the request; a missing name is accepted
 * @throws InvalidRequestError for another queue
 */
export function refuseUnknownQueue(
  { names }: Pick<KnownQueues, 'names'>,
  name: string | null | undefined,
  place: Omit<ProblemField, 'message'>,
): void {
  if (name === undefined || name === null || names.includes(name)) return;
  const message = `queue must be one of the following values: ${names.join(', ')}, got "${name}"`;
  throw new InvalidRequestError([{ ...place, message }]);
}

/** Lists the queues wherever the document has the name of one. */
export function withQueueNames(document: OpenAPIObject, { names }: KnownQueues): OpenAPIObject {
  const listed = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(listed);
    if (typeof node !== 'object' || node === null) return node;
    if (!('format' in node) || node.format !== FORMAT)
      return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, listed(value)]));
    const { format: _, not, ...schema } = node as { format: string; not?: { enum: readonly string[] } };
    return { ...schema, enum: names.filter((name) => !not?.enum.includes(name)) };
  };
  // Only schemas of names are changed, into schemas.
  return listed(document) as OpenAPIObject;
}
