import type { ErrorClass } from '../../core/task/options/retry-policy.js';
import type { TaskOptions } from '../../core/task/task.js';
import { type ErrorRecord, errorRecord } from './error-record.js';

/** The error classes after which a task is retried, or not. */
export type RetryRules = Pick<TaskOptions<object>, 'retryOn' | 'dontRetryOn'>;

/**
 * The record of what `run` has thrown, with the verdict of the rules: only here is its class known.
 */
export function judgedRecord(rules: RetryRules, thrown: unknown): ErrorRecord {
  const record = errorRecord(thrown);
  if (rules.retryOn === undefined && rules.dontRetryOn === undefined) return record;
  return { ...record, refusal: refusalBy(rules, thrown, record.name) ?? null };
}

/**
 * The reason why a failed attempt is not retried, by the rules of its task; undefined if it may be. A RetryTask is
 * always retried.
 */
export function refusalOf(rules: RetryRules, error: unknown): string | undefined {
  const { sign, refusal, name } = errorRecord(error);
  if (sign?.kind === 'retry') return undefined;
  return refusal === undefined ? refusalBy(rules, error, name) : (refusal ?? undefined);
}

function refusalBy(
  { retryOn, dontRetryOn = [] }: RetryRules,
  thrown: unknown,
  name: string,
): string | undefined {
  const refused = dontRetryOn.find((errorClass) => isOf(thrown, errorClass, name));
  if (refused !== undefined) return `dontRetryOn lists ${refused.name}`;
  if (retryOn === undefined || retryOn.some((errorClass) => isOf(thrown, errorClass, name))) return undefined;
  return `retryOn does not list ${/^[\w$]{1,100}$/.test(name) ? name : 'it'}`;
}

/** The name counts, too: an error of another copy of a library, or of another thread, is no instance of the class. */
function isOf(thrown: unknown, errorClass: ErrorClass, name: string): boolean {
  try {
    return name === errorClass.name || thrown instanceof errorClass;
  } catch {
    return false; // a revoked Proxy
  }
}
