import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Every kind of problem that the API answers, with its HTTP status and its title (RFC 9457). */
export const problemKinds = {
  malformed: [400, 'Malformed request'],
  unauthenticated: [401, 'Authentication required'],
  forbidden: [403, 'Access denied'],
  'not-found': [404, 'Not found'],
  'task-not-found': [404, 'Task not found'],
  'task-type-not-found': [404, 'Task type not found'],
  'read-only': [405, 'This part of the service is read-only'],
  'request-timeout': [408, 'Request timeout'],
  'queue-not-found': [404, 'Queue not found'],
  'worker-not-found': [404, 'Worker not found'],
  'bulk-action-not-found': [404, 'Bulk action not found'],
  'schedule-not-found': [404, 'Schedule not found'],
  'error-not-found': [404, 'Error not found'],
  'workflow-not-found': [404, 'Workflow not found'],
  'view-not-found': [404, 'View not found'],
  'no-fetched-body': [404, 'The task has no fetched body'],
  'state-conflict': [409, 'The state does not allow this action'],
  'schedule-conflict': [409, 'The schedule does not allow this now'],
  'idempotency-in-flight': [409, 'A request with this Idempotency-Key is in progress'],
  'payload-too-large': [413, 'Request body too large'],
  'uri-too-long': [414, 'URL too long'],
  'unsupported-media-type': [415, 'The request body is not JSON'],
  'range-not-satisfiable': [416, 'Range not satisfiable'],
  validation: [422, 'Invalid request'],
  'idempotency-mismatch': [422, 'Idempotency-Key already used for another request'],
  'rate-limited': [429, 'Too many requests'],
  'queue-full': [429, 'Queue full'],
  'queue-closed': [503, 'Queue closed'],
  'headers-too-large': [431, 'Request headers too large'],
  'not-implemented': [501, 'Not supported'],
  internal: [500, 'Internal server error'],
  'broker-unavailable': [503, 'Broker unavailable'],
  'broker-corrupt': [503, 'A broker key has the wrong type'],
  'history-unavailable': [503, 'History unavailable'],
  'body-unavailable': [503, 'Fetched body unavailable'],
  'provider-unavailable': [503, 'Identity provider unavailable'],
  'audit-unavailable': [503, 'Audit log unavailable'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problemKinds;

/** An invalid field, identified by JSON pointer in the body (RFC 6901), or by parameter name. */
export class ProblemField {
  @ApiPropertyOptional({ example: '/payload/x', description: 'JSON pointer into the body' })
  pointer?: string;

  @ApiPropertyOptional({ example: 'x', description: 'Name of the query or path parameter' })
  parameter?: string;

  @ApiProperty({ example: 'x must be a whole number within ±9007199254740991, got "1e3"' })
  message!: string;

  @ApiPropertyOptional({ type: 'integer', example: 8, description: 'Column of a mistake in a query, from 1' })
  column?: number;

  @ApiPropertyOptional({
    type: 'integer',
    example: 4,
    description: 'Its length; 0 where something is missing',
  })
  length?: number;

  @ApiPropertyOptional({
    type: [String],
    example: ['status'],
    description: 'What may have been meant instead, the most likely first',
  })
  suggestions?: string[];
}

/** The body of every error response, as `application/problem+json`. */
export class Problem {
  @ApiProperty({ example: 'urn:celeriac:problem:validation', description: 'Identifies the kind of problem' })
  type!: string;

  @ApiProperty({ example: 'Invalid request' })
  title!: string;

  @ApiProperty({ example: 422 })
  status!: number;

  @ApiProperty({ example: '1 field is invalid' })
  detail!: string;

  @ApiProperty({ example: '/tasks/math.divide', description: 'Path of the request' })
  instance!: string;

  @ApiProperty({ enum: Object.keys(problemKinds), example: 'validation' })
  code!: ProblemCode;

  @ApiPropertyOptional({
    example: '4bf92f3577b34da6a3ce929d0e0e4736',
    description: "ID of the request's trace, if traces are recorded",
  })
  trace_id?: string;

  @ApiPropertyOptional({ type: [ProblemField] })
  errors?: ProblemField[];
}

/** @param instance path of the request without its query, which may contain secrets */
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
