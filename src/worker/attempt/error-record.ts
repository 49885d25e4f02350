import { framesIn } from '../../core/bullmq/recorded-error.js';
import { redactLine } from '../../platform/redaction/redact-line.js';
import {
  DiscardTask,
  ReplaceTask,
  RetryTask,
  SnoozeTask,
  TaskCancelledError,
  TimeoutError,
} from '../../core/task/task-outcome.js';

/** Messages are cut here, far above the stored length: secrets are removed only afterwards. */
const MAX_TEXT = 100_000;
const MAX_FRAMES = 20;
/** Maximum number of causes and collected errors read from one thrown value, over all levels. */
const MAX_RECORDS = 20;
/** Maximum number of fields shown of a thrown object without a message. */
const MAX_FIELDS = 20;

/** Data of an error that the worker acts on. `wait` is the value given by the task, not validated yet. */
export type Sign =
  | { readonly kind: 'discard' }
  | { readonly kind: 'retry'; readonly wait: unknown }
  | { readonly kind: 'snooze'; readonly wait: unknown }
  | { readonly kind: 'replace'; readonly definition: string }
  | { readonly kind: 'cancelled'; readonly reason: string }
  | { readonly kind: 'timeout'; readonly timeoutMs: number };

/**
 * A thrown value as plain data of limited size. It can be passed between threads and processes, and reading it never
 * throws. Neither is true of the value itself: a task can throw a revoked Proxy.
 */
export interface ErrorRecord {
  /** Class name, e.g. `RangeError`. */
  readonly name: string;
  readonly message: string;
  readonly frames: readonly string[];
  readonly cause?: ErrorRecord;
  /** The errors of an AggregateError. */
  readonly errors?: readonly ErrorRecord[];
  /** True if its causes are circular, so that there is no first one. */
  readonly isRound?: true;
  /** Derived from the error's class, never from its name. */
  readonly sign?: Sign;
  /** Why the rules of its task refuse a retry; null if they allow it, undefined if they were not asked. */
  readonly refusal?: string | null;
}

/** Records of the errors created from them. */
const records = new WeakMap<object, ErrorRecord>();

/** Converts any thrown value to a record. Never throws. */
export function errorRecord(thrown: unknown): ErrorRecord {
  try {
    const known = isObject(thrown) ? records.get(thrown) : undefined;
    return known ?? new Reading().read(thrown);
  } catch {
    return UNREADABLE; // such as a revoked Proxy
  }
}

/** Converts a record back to an error. Only the classes of `Sign` are restored. */
export function errorOf(record: ErrorRecord): Error {
  const { name, message, frames, cause, errors, sign } = record;
  const error = make(message, sign, cause && { cause: errorOf(cause) });
  if (error.name !== name) Object.defineProperty(error, 'name', { value: name });
  error.stack = [`${name}: ${message}`, ...frames].join('\n');
  if (errors) Object.defineProperty(error, 'errors', { value: errors.map(errorOf) });
  records.set(error, record);
  return error;
}

/**
 * Joins the message with those of its causes, outermost first: `fetch failed: connect ECONNREFUSED 127.0.0.1:1`. Text
 * that is already included is not repeated, and a DiscardTask's own message is used alone. Never empty: without any
 * message, it names the class.
 */
export function wholeMessage(record: ErrorRecord): string {
  return messages(record) || `The task threw an error without a message: ${record.name}`;
}

function messages({ message, errors = [], cause, isRound, sign }: ErrorRecord): string {
  if (message && (isRound || sign)) return message;
  const inner = [errors.map(messages).filter(Boolean).join('; '), cause ? messages(cause) : ''];
  return inner.reduce(
    (said, more) => (says(said, more) ? said : [said, more].filter(Boolean).join(': ')),
    message,
  );
}

/** True if the text contains the other one as whole words. */
function says(said: string, more: string): boolean {
  const at = said.indexOf(more);
  const [before = '', after = ''] = [said[at - 1], said[at + more.length]];
  return at >= 0 && !(/\w/.test(before) && /^\w/.test(more)) && !(/\w/.test(after) && /\w$/.test(more));
}

const UNREADABLE: ErrorRecord = {
  name: 'Error',
  message: 'The task threw a value that cannot be read',
  frames: [],
};

function make(message: string, sign: Sign | undefined, options: ErrorOptions | undefined): Error {
  if (sign === undefined) return new Error(message, options);
  if (sign.kind === 'discard') return new DiscardTask(message, options);
  // An invalid number is refused, with its text, where it is used.
  if (sign.kind === 'retry') return new RetryTask(message, sign.wait as number, options);
  if (sign.kind === 'snooze') return new SnoozeTask(sign.wait as number);
  if (sign.kind === 'replace') return new ReplaceTask(sign.definition);
  if (sign.kind === 'cancelled') return new TaskCancelledError(sign.reason);
  return new TimeoutError(sign.timeoutMs);
}

/** Reads one thrown value with everything attached to it. */
class Reading {
  private readonly seen = new Set<object>();
  private isRound = false;

  read(thrown: unknown): ErrorRecord {
    if (!isObject(thrown)) return { name: 'Error', message: cut(String(thrown)), frames: [] };
    this.seen.add(thrown);
    const message = messageOf(thrown);
    const cause = this.readNext(get(thrown, 'cause'));
    const errors = this.readAll(get(thrown, 'errors'));
    const sign = signOf(thrown);
    return {
      name: nameOf(thrown),
      message: message ?? (cause || errors ? '' : textOf(thrown)),
      frames: framesIn(cut(text(get(thrown, 'stack')) ?? ''), message ?? '', MAX_FRAMES),
      ...(cause && { cause }),
      ...(errors && { errors }),
      ...(this.isRound && { isRound: true }),
      ...(sign && { sign }),
    };
  }

  /** Undefined for a missing value, one that was read already, and one beyond the limit. */
  private readNext(value: unknown): ErrorRecord | undefined {
    if (value === undefined || value === null || this.seen.size >= MAX_RECORDS) return undefined;
    if (!isObject(value) || !this.seen.has(value)) return attempt(() => this.read(value));
    this.isRound = true;
    return undefined;
  }

  private readAll(values: unknown): ErrorRecord[] | undefined {
    const list = attempt(() => (Array.isArray(values) ? values.slice(0, MAX_RECORDS) : undefined));
    const errors = list?.map((value: unknown) => this.readNext(value)).filter((error) => error !== undefined);
    return errors?.length ? errors : undefined;
  }
}

/**
 * Reads the message of an object. Errors of a library or another realm are not instances of `Error`, but are read
 * alike.
 */
function messageOf(thrown: object): string | undefined {
  const message = text(get(thrown, 'message'));
  const code = get(thrown, 'code');
  if (!message) return text(code) && isA(thrown, Error) ? cut(String(code)) : undefined;
  const isExtra = typeof code === 'string' && !isA(thrown, Error) && !message.includes(code);
  return cut(isExtra ? `${message} (${code})` : message);
}

/** Text for a thrown object without a message: its plain fields, without those whose names suggest a secret. */
function textOf(thrown: object): string {
  if (isA(thrown, Error)) return '';
  if (typeof thrown === 'function') return `The task threw a function: ${nameOf(thrown)}`;
  // Each byte or character is a key: listing them takes minutes for a large Buffer.
  if (ArrayBuffer.isView(thrown) || isA(thrown, String)) return withoutMessage(thrown);
  const keys = attempt(() => firstKeys(thrown));
  if (keys === undefined) return UNREADABLE.message;
  const fields = keys.map((key) => [key, get(thrown, key)] as const).filter(([, value]) => !isObject(value));
  if (fields.length === 0) return withoutMessage(thrown);
  const shown = Object.fromEntries(fields.map(([key, value]) => [key.slice(0, 100), plain(value)]));
  return redactLine(JSON.stringify(shown)).trim();
}

/** Lists are counted by index: listing all keys of a long one takes a second. */
function firstKeys(thrown: object): string[] {
  if (!Array.isArray(thrown)) return Object.keys(thrown).slice(0, MAX_FIELDS);
  const places = Array.from({ length: Math.min(thrown.length, MAX_FIELDS) }, (_, place) => String(place));
  return places.filter((place) => Object.hasOwn(thrown, place));
}

function withoutMessage(thrown: object): string {
  return `The task threw an object without a message: ${nameOf(thrown)}`;
}

function nameOf(thrown: object): string {
  const name = text(get(thrown, 'name'));
  if (name && name !== 'Error') return cut(name);
  const made: unknown = get(thrown, 'constructor');
  const className = isObject(made) ? text(get(made, 'name')) : undefined;
  return className && className !== 'Object' && className !== 'Function' ? cut(className) : 'Error';
}

function signOf(thrown: object): Sign | undefined {
  if (isA(thrown, DiscardTask)) return { kind: 'discard' };
  if (isA(thrown, RetryTask)) return { kind: 'retry', wait: waitOf(get(thrown, 'afterMs')) };
  if (isA(thrown, SnoozeTask)) return { kind: 'snooze', wait: waitOf(get(thrown, 'delayMs')) };
  if (isA(thrown, ReplaceTask)) return { kind: 'replace', definition: text(get(thrown, 'definition')) ?? '' };
  if (isA(thrown, TaskCancelledError))
    return { kind: 'cancelled', reason: cut(text(get(thrown, 'reason')) ?? '') };
  if (isA(thrown, TimeoutError)) return { kind: 'timeout', timeoutMs: Number(get(thrown, 'timeoutMs')) };
  return undefined;
}

function waitOf(value: unknown): unknown {
  return value === undefined ? undefined : plain(value);
}

/** A JSON-compatible value for a text. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, 1_000);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  return typeof value === 'bigint' || typeof value === 'symbol' ? String(value) : typeof value;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function cut(value: string): string {
  return value.length <= MAX_TEXT ? value : value.slice(0, MAX_TEXT);
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** Reading a property can call a getter or a Proxy trap that throws. */
function get(value: object, key: string): unknown {
  return attempt(() => Reflect.get(value, key) as unknown);
}

/** `instanceof` can throw too. */
function isA(value: object, type: abstract new (...given: never[]) => unknown): boolean {
  return attempt(() => value instanceof type) ?? false;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
