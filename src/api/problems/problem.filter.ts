import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { isSpanContextValid, trace } from '@opentelemetry/api';
import type { Request, Response } from 'express';
import { AuditUnavailableError } from '../audit/audit-unavailable-error.js';
import { BulkActionNotFoundError } from '../bulk-actions/bulk-action-not-found-error.js';
import { HistoryUnavailableError, SearchTooBroadError } from '../../core/history/task-history.js';
import { HiddenPayloadError, QueryError } from '../../core/query/query.js';
import {
  PayloadTooLargeError,
  QueueNotFoundError,
  QueueClosedError,
  QueueFullError,
  StateConflictError,
  TaskArchivedError,
  TaskNotFoundError,
  UnknownTaskError,
  WorkerNotFoundError,
  WebhookRefusedError,
} from '../../core/task/queue.errors.js';
import {
  InvalidScheduleError,
  ScheduleChangedError,
  ScheduleNotFoundError,
  ScheduleRunRefusedError,
} from '../../core/schedules/schedule.errors.js';
import { ErrorNotFoundError } from '../../core/errors/error-groups.js';
import { BrokerCorruptError, BrokerUnavailableError } from '../../core/redis/broker.errors.js';
import { brokerErrorOf, isFault } from '../../core/redis/unavailability.js';
import { InvalidWorkflowError } from '../../core/workflows/definition/workflow.errors.js';
import {
  WorkflowArchivedError,
  WorkflowConflictError,
  WorkflowNotFoundError,
} from '../../core/workflows/record/workflow.errors.js';
import { shortText } from '../../platform/redaction/short-text.js';
import { ViewNotFoundError } from '../views/view-not-found-error.js';
import { AccessError } from './access-error.js';
import { InvalidRequestError } from './invalid-request.js';
import { MalformedCursorError } from './malformed-cursor.js';
import { type Problem, type ProblemCode, problem } from './problem.js';
import { RefusedError } from './refused-error.js';
import { drainUnreadBody } from './drain-unread-body.js';

/** Retry-After while the broker is unavailable: it is usable as soon as it responds. */
const RETRY_AFTER_S = 1;

/** Retry-After for a full queue: workers need a moment to make space. */
const RETRY_FULL_AFTER_S = 5;

/** Retry-After for a queue closed by an operator, usually for a deploy. */
const RETRY_CLOSED_AFTER_S = 30;

/** Retry-After while the history does not answer: a restarted PostgreSQL recovers first. */
const RETRY_HISTORY_AFTER_S = 5;

/** Maps every error to its RFC 9457 problem. An unknown error becomes a 500 without details and a log line. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    this.answer(error, request, response);
  }

  answer(error: unknown, request: Request, response: Response): void {
    const found = Object.assign(problemOf(error, request.path), traceId());
    if (found.code === 'broker-unavailable' && READS.has(request.method)) found.detail = NOT_READ;
    if (found.code === 'internal') this.logUnknown(error, request, response);
    if (response.headersSent) return void response.destroy();
    drainUnreadBody(request);
    const retryAfterS = retryAfter(error, found);
    if (retryAfterS !== undefined) response.setHeader('Retry-After', retryAfterS);
    if (error instanceof AccessError && error.challenge)
      response.setHeader('WWW-Authenticate', error.challenge);
    response.status(found.status).type('application/problem+json').send(JSON.stringify(found));
  }

  private logUnknown(error: unknown, request: Request, response: Response): void {
    this.logger.error(`${request.method} ${shortText(request.path, 500)} failed: ${String(error)}`, {
      request_id: response.getHeader('X-Request-Id'),
      err: error,
    });
  }
}

function traceId(): { trace_id?: string } {
  const span = trace.getActiveSpan()?.spanContext();
  return span && isSpanContextValid(span) ? { trace_id: span.traceId } : {};
}

/** Retry-After in seconds, if waiting helps. */
function retryAfter(error: unknown, { status }: Problem): number | undefined {
  if (error instanceof RefusedError) return error.retryAfterS;
  if (error instanceof QueueClosedError) return RETRY_CLOSED_AFTER_S;
  if (error instanceof QueueFullError) return RETRY_FULL_AFTER_S;
  if (error instanceof HistoryUnavailableError) return RETRY_HISTORY_AFTER_S;
  return status === 503 ? RETRY_AFTER_S : undefined;
}

/** Adds its place in the body to an error that implies it. */
function located(error: unknown): unknown {
  if (error instanceof QueryError) return InvalidRequestError.inQuery(error, { parameter: 'q' });
  if (error instanceof SearchTooBroadError)
    return new InvalidRequestError([{ parameter: 'q', message: error.message }]);
  if (error instanceof WebhookRefusedError) return InvalidRequestError.atWebhook(error);
  if (error instanceof InvalidWorkflowError) return new InvalidRequestError(error.faults);
  return error instanceof InvalidScheduleError ? InvalidRequestError.inSchedule(error) : error;
}

/** The problem for an error. */
export function problemOf(error: unknown, path: string): Problem {
  const invalid = located(error);
  if (invalid instanceof InvalidRequestError)
    return problem('validation', invalid.message, path, invalid.errors);
  const [code, detail] = describe(error);
  return problem(code, detail, path);
}

/** Errors whose message is the problem's detail. */
const CODES: readonly (readonly [new (...parameters: never[]) => Error, ProblemCode])[] = [
  [TaskNotFoundError, 'task-not-found'],
  [QueueNotFoundError, 'queue-not-found'],
  [WorkerNotFoundError, 'worker-not-found'],
  [BulkActionNotFoundError, 'bulk-action-not-found'],
  [WorkflowNotFoundError, 'workflow-not-found'],
  [ErrorNotFoundError, 'error-not-found'],
  [UnknownTaskError, 'task-type-not-found'],
  [ScheduleNotFoundError, 'schedule-not-found'],
  [ScheduleChangedError, 'schedule-conflict'],
  [ScheduleRunRefusedError, 'schedule-conflict'],
  [StateConflictError, 'state-conflict'],
  [TaskArchivedError, 'state-conflict'],
  [WorkflowConflictError, 'state-conflict'],
  [WorkflowArchivedError, 'state-conflict'],
  [HiddenPayloadError, 'forbidden'],
  [ViewNotFoundError, 'view-not-found'],
  [PayloadTooLargeError, 'payload-too-large'],
  [QueueClosedError, 'queue-closed'],
  [QueueFullError, 'queue-full'],
  [MalformedCursorError, 'malformed'],
  [AuditUnavailableError, 'audit-unavailable'],
];

function describe(thrown: unknown): [ProblemCode, string] {
  const error = isFault(thrown) ? brokerErrorOf(thrown) : thrown;
  for (const [type, code] of CODES) if (error instanceof type) return [code, error.message];
  if (error instanceof BrokerCorruptError) return ['broker-corrupt', CORRUPT];
  if (error instanceof BrokerUnavailableError) return ['broker-unavailable', UNKNOWN_OUTCOME];
  if (error instanceof HistoryUnavailableError) return ['history-unavailable', NO_HISTORY];
  if (error instanceof HttpException) return [codeOfStatus(error.getStatus()), withoutQuery(error.message)];
  return describeRefusal(error) ?? describeExpress(error) ?? ['internal', UNKNOWN_REASON];
}

/** Nest's message for an unknown route is `Cannot GET /path?query`: the query may contain secrets. */
function withoutQuery(message: string): string {
  return message.replace(/^(Cannot [A-Z]+ [^?]*)\?.*$/s, '$1');
}

export const UNKNOWN_REASON = 'The error was logged. Retry, or contact the operator.';
export const UNKNOWN_OUTCOME =
  'The broker did not confirm in time. The request may or may not have taken effect: repeat it with the same ' +
  'Idempotency-Key, or check before you repeat it.';

/** Reading changes nothing. */
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const NOT_READ = 'The broker did not answer in time. Nothing was changed: repeat the request.';

const NO_HISTORY =
  'The broker alone cannot answer this request, and the history is not responding: /health and the log of ' +
  'the workers name the cause. Repeat the request later.';

export const CORRUPT =
  'A key in the broker has the wrong type. The operator must fix it; /health and the log name the key. The ' +
  'request may have partly taken effect: check before you repeat it, or repeat it with the same Idempotency-Key.';

/** Middleware errors name their problem themselves. */
function describeRefusal(error: unknown): [ProblemCode, string] | undefined {
  return error instanceof RefusedError ? [error.code, error.message] : undefined;
}

/** Express and its body parser throw errors with a status and usually a `type`. */
function describeExpress(error: unknown): [ProblemCode, string] | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  if (error.status >= 500) return undefined;
  if ('limit' in error) return ['payload-too-large', tooLarge(Number(error.limit))];
  return [codeOfStatus(error.status), `${error.message}.`];
}

/** @param limit in bytes, of the parser that read the body */
export function tooLarge(limit: number): string {
  return `The body exceeds the limit of ${limit} bytes.`;
}

/** Unknown routes are Nest's own 404. Every other status with exactly one meaning here keeps it. */
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
