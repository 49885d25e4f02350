import { AuditUnavailableError } from '../audit/audit-unavailable-error.js';
import { QueueClosedError, QueueFullError, TaskNotFoundError } from '../../core/task/queue.errors.js';
import { WorkflowNotFoundError } from '../../core/workflows/record/workflow.errors.js';
import { AccessError } from './access-error.js';
import { type Problem, type ProblemCode, problem, problemKinds } from './problem.js';
import { tooMany } from '../quota/request-quota.js';
import { CORRUPT, UNKNOWN_OUTCOME, UNKNOWN_REASON, tooLarge } from './problem.filter.js';

/** Example details of problems. A code that is not listed shows its title. */
const DETAILS: Partial<Record<ProblemCode, (instance: string) => string>> = {
  malformed: () => 'Invalid JSON at position 10.',
  unauthenticated: () => AccessError.withoutKey().message,
  forbidden: () => 'This requires the role operator; the key ci has the role viewer.',
  'task-not-found': (instance) => new TaskNotFoundError(instance.split('/').at(-1) ?? '').message,
  'workflow-not-found': (instance) => new WorkflowNotFoundError(instance.split('/').at(-1) ?? '').message,
  'payload-too-large': () => tooLarge(1_048_576),
  'unsupported-media-type': () => 'Send the body as application/json in UTF-8 (received: text/plain).',
  validation: () => '1 field is invalid',
  'rate-limited': () => tooMany(6_000, 60, 12).message,
  'queue-full': () => new QueueFullError('tasks', 1_000_000).message,
  'queue-closed': () => new QueueClosedError('tasks', 'ops', 'deploy').message,
  internal: () => UNKNOWN_REASON,
  'broker-unavailable': () => UNKNOWN_OUTCOME,
  'broker-corrupt': () => CORRUPT,
  'audit-unavailable': () => new AuditUnavailableError(new Error('Command timed out')).message,
};

/**
 * An example problem of a route, for the documentation.
 *
 * @param takesBody whether the route's input is its body or its query; both refuse unknown properties
 */
export function problemExample(code: ProblemCode, instance: string, takesBody: boolean): Problem {
  const detail = DETAILS[code]?.(instance) ?? `${problemKinds[code][1]}.`;
  const place = takesBody ? { pointer: '/unknown' } : { parameter: 'unknown' };
  const errors = [{ ...place, message: 'property unknown should not exist' }];
  return problem(code, detail, instance, code === 'validation' ? errors : undefined);
}
