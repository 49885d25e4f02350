import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Every kind of problem that the API answers, with its HTTP status and its title (RFC 9457). */
export const problemKinds = {
  malformed: [400, 'The request cannot be read'],
  unauthenticated: [401, 'Who are you?'],
  forbidden: [403, 'This is not allowed'],
  'not-found': [404, 'There is nothing here'],
  'task-not-found': [404, 'There is no such task'],
  'task-type-not-found': [404, 'There is no task with this name'],
  'read-only': [405, 'This part of the service is read-only'],
  'request-timeout': [408, 'The request took too long to arrive'],
  'queue-not-found': [404, 'There is no such queue'],
  'worker-not-found': [404, 'There is no such worker'],
  'bulk-action-not-found': [404, 'There is no such bulk action'],
  'no-fetched-body': [404, 'The task has no fetched body'],
  'state-conflict': [409, 'The task is in a state that does not allow this'],
  'idempotency-in-flight': [409, 'A request with this Idempotency-Key is still being answered'],
  'payload-too-large': [413, 'The request body is too large'],
  'uri-too-long': [414, 'The URL is too long'],
  'unsupported-media-type': [415, 'The request body is not JSON'],
  'range-not-satisfiable': [416, 'The body has no such range'],
  validation: [422, 'The request is not valid'],
  'idempotency-mismatch': [422, 'The Idempotency-Key was used for another request'],
  'rate-limited': [429, 'Too many requests'],
  'queue-full': [429, 'The queue is full'],
  'queue-closed': [503, 'The queue accepts no new tasks'],
  'headers-too-large': [431, 'The request headers are too large'],
  'not-implemented': [501, 'This is not supported'],
  internal: [500, 'Something went wrong on our side'],
  'broker-unavailable': [503, 'The broker does not answer'],
  'broker-corrupt': [503, 'A key in the broker has a wrong type'],
  'body-unavailable': [503, 'The store of fetched bodies does not answer'],
  'audit-unavailable': [503, 'The audit log cannot be written'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problemKinds;

/** One offending field: in the body by JSON pointer (RFC 6901), elsewhere by the name of the parameter. */
export class ProblemField {
  @ApiPropertyOptional({ example: '/payload/x', description: 'JSON pointer into the body' })
  pointer?: string;

  @ApiPropertyOptional({ example: 'x', description: 'name of a query or path parameter' })
  parameter?: string;

  @ApiProperty({ example: 'x must be a whole number within ±9007199254740991, got "1e3"' })
  message!: string;
}

/** What every error answers, as `application/problem+json`. */
export class Problem {
  @ApiProperty({ example: 'urn:celeriac:problem:validation', description: 'identifies the kind of problem' })
  type!: string;

  @ApiProperty({ example: 'The request is not valid' })
  title!: string;

  @ApiProperty({ example: 422 })
  status!: number;

  @ApiProperty({ example: '1 field is not what was expected' })
  detail!: string;

  @ApiProperty({ example: '/tasks/math.divide', description: 'the path that was asked for' })
  instance!: string;

  @ApiProperty({ enum: Object.keys(problemKinds), example: 'validation' })
  code!: ProblemCode;

  @ApiPropertyOptional({
    example: '4bf92f3577b34da6a3ce929d0e0e4736',
    description: 'the trace that the request belongs to, where traces are kept',
  })
  trace_id?: string;

  @ApiPropertyOptional({ type: [ProblemField] })
  errors?: ProblemField[];
}

/** @param instance the path of the request, without its query: that may hold what must not be repeated */
export function problem(
  code: ProblemCode,
  detail: string,
  instance: string,
  errors?: readonly ProblemField[],
): Problem {
  const [status, title] = problemKinds[code];
  const type = `urn:celeriac:problem:${code}`;
  return { type, title, status, detail, instance, code, ...(errors && { errors: [...errors] }) };
}
