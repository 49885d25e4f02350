import type { AttemptError } from '../task/task-error.js';

const FRAME = '    at ';
/** These use lines of their own, so that the lines an earlier version reads stay unchanged. */
const FINGERPRINT = /\n {4}at fingerprint ([\da-f]{16})$/;
const LENGTH = /\n {4}at the end of a message of (\d+) lines?$/;
/** The times have a limit, so that the name of a worker is not searched for them over and over. */
const WHERE = /^ {4}at attempt (\d+) on ([\s\S]+) from (\S{1,40}) to (\S{1,40})$/;

/** Number of failed attempts kept per task, at each end: the first ones and the last ones. */
const KEPT_AT_EACH_END = 10;
/** Size limit of all of them, as JSON. */
const MAX_BYTES = 65_536;

/**
 * Writes the stack that BullMQ keeps of a failed attempt: type and message, the frames, and as the last line the
 * attempt's number, worker and times. BullMQ stores it in the step that ends the attempt, so no second write is needed.
 *
 * A message may have lines that look like frames. If so, one line states the length of the message.
 *
 * @param fingerprint of the error, for the groups of dead letters: the line before the last
 */
export function writeStack(error: AttemptError, frames: readonly string[], fingerprint?: string): string {
  const where = `${FRAME}attempt ${error.attempt} on ${error.worker} from ${error.started_at} to ${error.ended_at}`;
  const known = fingerprint === undefined ? [] : [`${FRAME}fingerprint ${fingerprint}`];
  const lines = error.message.split('\n');
  const isPlain = (frames[0] ?? FRAME).startsWith(FRAME) && !lines.some((line) => line.startsWith(FRAME));
  const unit = lines.length === 1 ? 'line' : 'lines';
  const length = isPlain ? [] : [`${FRAME}the end of a message of ${lines.length} ${unit}`];
  return [`${error.type}: ${error.message}`, ...frames, ...length, ...known, where].join('\n');
}

/** Parses a stack written by `writeStack`; undefined for any other stack. */
export function readStack(stack: string): AttemptError | undefined {
  const lines = stack.split('\n');
  const [, attempt, worker, started_at, ended_at] = WHERE.exec(lines.at(-1) ?? '') ?? [];
  const length = LENGTH.exec(withoutWhere(stack).replace(FINGERPRINT, ''))?.[1];
  const end = length === undefined ? lines.findIndex((line) => line.startsWith(FRAME)) : Number(length);
  const [, type, message] = /^([\w$]+): ([\s\S]*)$/.exec(lines.slice(0, end).join('\n')) ?? [];
  if (!attempt || !worker || !started_at || !ended_at || !type || message === undefined) return undefined;
  return { attempt: Number(attempt), worker, started_at, ended_at, type, message };
}

/** The readable part of a stack: type, message and frames, without our own lines. */
export function stackIn(stack: string): string {
  return withoutWhere(stack).replace(FINGERPRINT, '').replace(LENGTH, '');
}

/** The fingerprint that was passed to `writeStack`; undefined if there was none. */
export function fingerprintIn(stack: string): string | undefined {
  return FINGERPRINT.exec(withoutWhere(stack))?.[1];
}

function withoutWhere(stack: string): string {
  return stack.slice(0, stack.lastIndexOf('\n'));
}

/**
 * The frames of a stack, at most `limit`.
 *
 * @param message the beginning of the stack; it may have lines that look like frames
 */
export function framesIn(stack: string, message: string, limit: number): string[] {
  const begin = message === '' ? -1 : stack.indexOf(message);
  const rest = begin < 0 ? stack : stack.slice(begin + message.length);
  return rest
    .split('\n')
    .filter((line) => line.startsWith(FRAME))
    .slice(0, limit);
}

/**
 * Chooses which stacks of a task's failed attempts are kept when `next` is added: the first and the last ones, within
 * MAX_BYTES. A task may fail a hundred times with long messages from someone else's server.
 *
 * @returns without `next`, the oldest first
 */
export function keptStacks(stacks: readonly string[], next: string): string[] {
  const kept = [
    ...stacks.slice(0, KEPT_AT_EACH_END),
    ...stacks.slice(KEPT_AT_EACH_END).slice(1 - KEPT_AT_EACH_END),
  ];
  const bytes = kept.map(bytesOf);
  let total = bytes.reduce((sum, some) => sum + some, bytesOf(next) + 2);
  while (total > MAX_BYTES && kept.length > 0) {
    const middle = Math.floor(kept.length / 2);
    kept.splice(middle, 1);
    total -= bytes.splice(middle, 1)[0] ?? 0;
  }
  return kept;
}

function bytesOf(stack: string): number {
  return Buffer.byteLength(JSON.stringify(stack)) + 1;
}
