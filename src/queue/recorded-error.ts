/** One failed attempt, as it stays readable with its task. Times are RFC 3339. */
export interface AttemptError {
  readonly attempt: number;
  readonly worker: string;
  readonly started_at: string;
  readonly ended_at: string;
  /** The class of the error, e.g. `RangeError`. */
  readonly type: string;
  readonly message: string;
}

const FRAME = '    at ';
/** A line of its own, so that what an earlier version reads stays as it was. */
const FINGERPRINT = /\n {4}at fingerprint ([\da-f]{16})$/;
const WHERE = /^ {4}at attempt (\d+) on (.+) from (\S+) to (\S+)$/;

/**
 * The stack that BullMQ keeps of a failed attempt: type and message, the frames, and as the last line which attempt
 * it was, where and when. BullMQ stores it in the step that ends the attempt, so nothing is written beside it.
 *
 * @param fingerprint of the error, for the groups of dead letters: the line before the last
 */
export function writeStack(error: AttemptError, frames: readonly string[], fingerprint?: string): string {
  const where = `${FRAME}attempt ${error.attempt} on ${error.worker} from ${error.started_at} to ${error.ended_at}`;
  const known = fingerprint === undefined ? [] : [`${FRAME}fingerprint ${fingerprint}`];
  return [`${error.type}: ${error.message}`, ...frames, ...known, where].join('\n');
}

/** Reads back what `writeStack` wrote; undefined for a stack of another origin. */
export function readStack(stack: string): AttemptError | undefined {
  const lines = stack.split('\n');
  const [, attempt, worker, started_at, ended_at] = WHERE.exec(lines.at(-1) ?? '') ?? [];
  const firstFrame = lines.findIndex((line) => line.startsWith(FRAME));
  const [, type, message] = /^([\w$]+): ([\s\S]*)$/.exec(lines.slice(0, firstFrame).join('\n')) ?? [];
  if (!attempt || !worker || !started_at || !ended_at || !type || message === undefined) return undefined;
  return { attempt: Number(attempt), worker, started_at, ended_at, type, message };
}

/** What people read of it: type, message and frames, without the lines that are for us. */
export function stackIn(stack: string): string {
  return withoutWhere(stack).replace(FINGERPRINT, '');
}

/** The fingerprint of an error that `writeStack` was given; undefined for a stack without one. */
export function fingerprintIn(stack: string): string | undefined {
  return FINGERPRINT.exec(withoutWhere(stack))?.[1];
}

function withoutWhere(stack: string): string {
  return stack.slice(0, stack.lastIndexOf('\n'));
}

/** The frames of an error's own stack, at most `limit`. */
export function framesOf(error: unknown, limit: number): string[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return lines.filter((line) => line.startsWith(FRAME)).slice(0, limit);
}
