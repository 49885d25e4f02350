import { isPlain } from '../../../platform/validation/free-json.js';
import { countOrNull, isName, nameOrNull, own } from './own-field.js';
import type { Embed, Signature } from './signature.js';
import { UnreadableMessageError } from './task-message.js';

/** Maximum number of signatures of one message, with those inside of others. */
const MAX_SIGNATURES = 1_000;
/** Maximum depth of signatures inside of signatures. */
const MAX_DEPTH = 100;
/** Options and arguments that hold further signatures, one or a list of them. */
const LINKS = ['link', 'link_error'];
const KWARGS_WITH_SIGNATURES = ['tasks', 'header', 'body'];

export const NO_EMBED: Embed = { callbacks: [], errbacks: [], chain: [], chord: null };

/**
 * Reads one signature. Those inside of it stay as they came, and are read when it is applied.
 *
 * @throws UnreadableMessageError
 */
export function readSignature(value: unknown): Signature {
  const [task, args, kwargs, options] = ['task', 'args', 'kwargs', 'options'].map((name) => own(value, name));
  if (!isPlain(value) || !isName(task)) throw unreadable('A signature has no name of a task');
  if (!isNothing(args) && !Array.isArray(args)) throw unreadable('The args of a signature are no list');
  if (!isNothing(kwargs) && !isPlain(kwargs)) throw unreadable('The kwargs of a signature are no object');
  if (!isNothing(options) && !isPlain(options)) throw unreadable('The options of a signature are no object');
  return {
    task,
    args: (args as readonly unknown[] | null | undefined) ?? [],
    kwargs: kwargs ?? {},
    options: options ?? {},
    subtaskType: nameOrNull(own(value, 'subtask_type')),
    isImmutable: own(value, 'immutable') === true,
    chordSize: countOrNull(own(value, 'chord_size')),
  };
}

/** Reads a list of signatures, one alone, or null for none. */
export function readSignatures(value: unknown): readonly Signature[] {
  if (isNothing(value)) return [];
  return (Array.isArray(value) ? value : [value]).map(readSignature);
}

/**
 * Reads the signatures of a message, and counts all that are inside of them.
 *
 * @param value an object with `callbacks`, `errbacks`, `chain` and `chord`; each may be null or missing
 */
export function readEmbed(value: unknown): Embed {
  if (isNothing(value)) return NO_EMBED;
  if (!isPlain(value)) throw unreadable('The third part of the body is no object');
  const [callbacks, errbacks, chain, chord] = ['callbacks', 'errbacks', 'chain', 'chord'].map((name) =>
    own(value, name),
  );
  const counter = new SignatureCounter();
  for (const part of [callbacks, errbacks, chord]) counter.add(part, 1);
  counter.addChain(chain, 1);
  return {
    callbacks: readSignatures(callbacks),
    errbacks: readSignatures(errbacks),
    chain: readSignatures(chain),
    chord: isNothing(chord) ? null : readSignature(chord),
  };
}

/** A signature with Python's keys. */
export function signatureJson(signature: Signature): Record<string, unknown> {
  const { task, args, kwargs, options, subtaskType, isImmutable, chordSize } = signature;
  return {
    ...{ task, args, kwargs, options },
    subtask_type: subtaskType,
    immutable: isImmutable,
    ...(chordSize === null ? {} : { chord_size: chordSize }),
  };
}

class SignatureCounter {
  private count = 0;

  /**
   * @param value a signature, a list of them, or anything else, which counts nothing
   * @param step how often it may be sent: more than once behind a group, 0 for what is written a second time
   */
  add(value: unknown, depth: number, step = 1): void {
    if (Array.isArray(value)) {
      for (const part of value) this.add(part, depth, step);
    } else if (isPlain(value)) this.addOne(value, depth, step);
  }

  /** @param steps the last one first. Python has no groups there, which would make each step after them a power */
  addChain(steps: unknown, depth: number, step = 1): void {
    let weight = step;
    for (const signature of Array.isArray(steps) ? (steps as readonly unknown[]).toReversed() : [steps]) {
      this.add(signature, depth, weight);
      weight *= endsOf(signature);
    }
  }

  private addOne(signature: Readonly<Record<string, unknown>>, depth: number, step: number): void {
    this.count += step;
    if (this.count > MAX_SIGNATURES)
      throw unreadable(`The message has more than ${MAX_SIGNATURES} signatures`);
    if (depth > MAX_DEPTH)
      throw unreadable(`The signatures of the message are nested deeper than ${MAX_DEPTH} levels`);
    const [options, kwargs] = [own(signature, 'options'), own(signature, 'kwargs')];
    // Each task that ends a group gets what follows the group.
    const weight = step * endsOf(signature);
    for (const name of LINKS) this.add(own(options, name), depth + 1, weight);
    this.addChain(own(options, 'chain'), depth + 1, weight);
    // Python repeats the body of a chord in each part of its header.
    this.add(own(options, 'chord'), depth + 1, 0);
    if (isNothing(own(signature, 'subtask_type'))) return;
    for (const name of KWARGS_WITH_SIGNATURES) this.add(own(kwargs, name), depth + 1, step);
  }
}

/** Number of tasks that end a signature. Each of them sends what follows it. */
function endsOf(signature: unknown): number {
  const [type, kwargs] = [own(signature, 'subtask_type'), own(signature, 'kwargs')];
  const tasks = own(kwargs, 'tasks');
  if (type === 'chord') return endsOf(own(kwargs, 'body'));
  if (!Array.isArray(tasks)) return 1;
  if (type === 'chain') return endsOf(tasks.at(-1));
  return type === 'group' ? tasks.reduce<number>((sum, task) => sum + endsOf(task), 0) : 1;
}

function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function unreadable(message: string): UnreadableMessageError {
  return new UnreadableMessageError('canvas', message, null, {
    type: 'InvalidTaskError',
    module: 'celery.exceptions',
  });
}
