import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import {
  BrokerUnavailableError,
  PayloadTooLargeError,
  StateConflictError,
  TaskNotFoundError,
  UnknownTaskError,
} from '../queue/queue.errors.js';
import { IdempotencyError } from './idempotency-key.js';
import { InvalidRequestError } from './invalid-request.js';
import { BodyError } from './json-body.js';
import { MalformedCursorError } from './malformed-cursor.js';
import { type Problem, type ProblemCode, problem } from './problem.js';

/** Seconds after which a client may try again when the broker is away: it is back as soon as it answers. */
const RETRY_AFTER_S = 1;

/** Maps every error to its RFC 9457 problem. What is not known here is a 500 that shows nothing, and a log line. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    this.answer(error, request, response);
  }

  answer(error: unknown, request: Request, response: Response): void {
    const found = problemOf(error, request.path);
    if (found.code === 'internal') this.logUnknown(error, request, response);
    if (response.headersSent) return void response.destroy();
    if (found.status === 503) response.setHeader('Retry-After', RETRY_AFTER_S);
    response.status(found.status).type('application/problem+json').send(JSON.stringify(found));
  }

  private logUnknown(error: unknown, request: Request, response: Response): void {
    this.logger.error(`${request.method} ${request.path} failed: ${String(error)}`, {
      request_id: response.getHeader('X-Request-Id'),
      err: error,
    });
  }
}

/** The problem that an error is answered with. */
export function problemOf(error: unknown, path: string): Problem {
  if (error instanceof InvalidRequestError) return problem('validation', error.message, path, error.errors);
  const [code, detail] = describe(error);
  return problem(code, detail, path);
}

function describe(error: unknown): [ProblemCode, string] {
  if (error instanceof TaskNotFoundError) return ['task-not-found', error.message];
  if (error instanceof UnknownTaskError) return ['task-type-not-found', error.message];
  if (error instanceof BrokerUnavailableError) return ['broker-unavailable', UNKNOWN_OUTCOME];
  if (error instanceof StateConflictError) return ['state-conflict', error.message];
  if (error instanceof PayloadTooLargeError) return ['payload-too-large', error.message];
  if (error instanceof MalformedCursorError) return ['malformed', error.message];
  if (error instanceof IdempotencyError) return [error.code, error.message];
  if (error instanceof BodyError) return [error.code, error.message];
  if (error instanceof HttpException) return [codeOfStatus(error.getStatus()), error.message];
  return describeExpress(error) ?? ['internal', UNKNOWN_REASON];
}

export const UNKNOWN_REASON = 'The error was logged. Try again, or ask the operator.';
export const UNKNOWN_OUTCOME =
  'The broker did not confirm in time. What you asked for may or may not have happened: ' +
  'repeat it with the same Idempotency-Key, or read before you repeat it.';

/** Express and its body parser throw errors with a status, and mostly a `type` that says what was wrong. */
function describeExpress(error: unknown): [ProblemCode, string] | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  if (error.status >= 500) return undefined;
  return [codeOfStatus(error.status), EXPRESS_DETAILS.get(error.status) ?? `${error.message}.`];
}

const EXPRESS_DETAILS = new Map([[413, 'The body is larger than MAX_BODY_BYTES allows.']]);

/** Unknown routes are Nest's own 404; every other status that has exactly one meaning here keeps it. */
function codeOfStatus(status: number): ProblemCode {
  const codes: ReadonlyMap<number, ProblemCode> = new Map([
    [400, 'malformed'],
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [413, 'payload-too-large'],
    [415, 'unsupported-media-type'],
    [422, 'validation'],
    [503, 'broker-unavailable'],
  ]);
  return codes.get(status) ?? (status < 500 ? 'malformed' : 'internal');
}
