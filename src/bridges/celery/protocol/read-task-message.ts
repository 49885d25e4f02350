import { isPlain } from '../../../platform/validation/free-json.js';
import { type MessageLimits, bodyText } from './body-bytes.js';
import { checkHeaders, parseJson } from './body-json.js';
import { countOrNull, cutText, isName, nameOrNull, own } from './own-field.js';
import { readTime } from './python-time.js';
import { readEmbed } from './read-signature.js';
import { withoutSpecialForms } from './special-values.js';
import { type TaskMessage, UnreadableMessageError } from './task-message.js';
import type { Delivery, WireMessage } from './wire-message.js';

const MAX_REPR = 1_024;
const MAX_ARGS = 1_000;
const MAX_STAMPS = 100;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/**
 * Reads a task of protocol 2 or 1. Everything that it returns was checked, except for the content of its arguments and
 * of its signatures, which is plain JSON of limited size.
 *
 * @throws UnreadableMessageError, with the id of the task where the message has one
 */
export function readTaskMessage(delivery: Delivery, limits: MessageLimits): TaskMessage {
  try {
    checkHeaders(delivery.headers, limits.maxBytes);
    return readParts(delivery, parseJson(bodyText(delivery, limits)));
  } catch (error) {
    if (!(error instanceof UnreadableMessageError) || error.id !== null) throw error;
    throw new UnreadableMessageError(error.reason, error.message, idOf(delivery), error.python);
  }
}

/**
 * Checks the queue of an `rpc://` client, which is always a UUID: any other text could name any list of the broker's
 * Redis.
 *
 * @returns null if the client waits for no message
 */
export function checkedReplyTo(replyTo: string | undefined): string | null {
  return replyTo !== undefined && UUID.test(replyTo) ? replyTo : null;
}

/** The id of a message that could not be read. */
function idOf({ headers, properties }: WireMessage): string | null {
  return nameOrNull(own(headers, 'id')) ?? nameOrNull(properties.correlationId);
}

/** A message of either protocol: its facts by Celery's names, and its three parts. */
interface Parts {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly args: unknown;
  readonly kwargs: unknown;
  readonly embed: unknown;
}

function readParts(delivery: Delivery, body: unknown): TaskMessage {
  const { facts, args, kwargs, embed } = partsOf(delivery, body);
  const fact = (name: string) => own(facts, name);
  const [task, id] = [fact('task'), fact('id')];
  if (!isName(id))
    throw unreadable('The id of the task is no text of 1 to 255 characters without control characters');
  if (!isName(task)) throw unreadable('The name of the task is no text of 1 to 255 characters', id);
  const [hardLimitMs, softLimitMs] = limitsOf(fact('timelimit'));
  return {
    ...{ id, task, hardLimitMs, softLimitMs },
    args: argsOf(args),
    kwargs: kwargsOf(kwargs),
    rootId: nameOrNull(fact('root_id')) ?? id,
    parentId: nameOrNull(fact('parent_id')),
    group: nameOrNull(fact('group')),
    groupIndex: countOrNull(fact('group_index')),
    etaAt: timeOf(facts, 'eta'),
    expiresAt: timeOf(facts, 'expires'),
    retries: countOrNull(fact('retries')) ?? 0,
    ignoreResult: fact('ignore_result') === true,
    argsRepr: cutText(fact('argsrepr'), MAX_REPR),
    kwargsRepr: cutText(fact('kwargsrepr'), MAX_REPR),
    shadow: nameOrNull(fact('shadow')),
    origin: nameOrNull(fact('origin')),
    replyTo: checkedReplyTo(delivery.properties.replyTo),
    priority: Math.min(countOrNull(delivery.properties.priority) ?? 0, 9),
    embed: readEmbed(embed),
    traceparent: traceparentOf(own(delivery.headers, 'traceparent')),
    stamps: stampsOf(facts),
  };
}

function partsOf({ headers }: Delivery, body: unknown): Parts {
  if (Object.hasOwn(headers, 'task')) {
    if (!Array.isArray(body) || body.length < 2 || body.length > 3)
      throw unreadable('The body is no list of args, kwargs and embed, as protocol 2 has it');
    const [args, kwargs, embed] = body as readonly unknown[];
    return { facts: headers, args, kwargs, embed };
  }
  if (!isPlain(body) || !Object.hasOwn(body, 'task'))
    throw unreadable(
      'The message is no task: it has no header task, as protocol 2, and no field task, as protocol 1',
    );
  const group = own(body, 'group') ?? own(body, 'taskset');
  const [callbacks, errbacks, chord] = ['callbacks', 'errbacks', 'chord'].map((name) => own(body, name));
  return {
    facts: { ...body, group },
    args: own(body, 'args'),
    kwargs: own(body, 'kwargs'),
    embed: { callbacks, errbacks, chord },
  };
}

function argsOf(value: unknown): readonly unknown[] {
  const args = value ?? [];
  if (!Array.isArray(args)) throw unreadable('The args are no list');
  if (args.length > MAX_ARGS) throw unreadable(`The args are more than ${MAX_ARGS}`);
  return args.map(withoutSpecialForms);
}

function kwargsOf(value: unknown): Readonly<Record<string, unknown>> {
  // Parsed on its own, because an object of kwargs may look like a special value.
  const kwargs = value ?? {};
  if (!isPlain(kwargs)) throw unreadable('The kwargs are no object');
  const names = Object.keys(kwargs);
  if (names.length > MAX_ARGS) throw unreadable(`The kwargs are more than ${MAX_ARGS}`);
  return Object.fromEntries(names.map((name) => [name, withoutSpecialForms(kwargs[name])]));
}

/** Seconds as `[hard, soft]`, in ms. */
function limitsOf(value: unknown): readonly [number | null, number | null] {
  const [hard, soft] = (Array.isArray(value) ? (value as unknown[]) : []).map((seconds) =>
    typeof seconds === 'number' && seconds > 0 ? Math.ceil(seconds * 1_000) : null,
  );
  return [hard ?? null, soft ?? null];
}

function timeOf(facts: Readonly<Record<string, unknown>>, name: string): number | null {
  const value = withoutSpecialForms(own(facts, name));
  if (value === undefined || value === null || value === '') return null;
  const time = typeof value === 'string' ? readTime(value) : undefined;
  if (time === undefined) throw unreadable(`${name} is no time in ISO 8601`);
  return time;
}

function traceparentOf(value: unknown): string | null {
  return typeof value === 'string' && TRACEPARENT.test(value) ? value : null;
}

function stampsOf(facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const stamps = own(facts, 'stamps');
  if (!isPlain(stamps)) return {};
  const names = Object.keys(stamps).filter((name) => isName(name));
  return Object.fromEntries(
    names.slice(0, MAX_STAMPS).map((name) => [name, withoutSpecialForms(stamps[name])]),
  );
}

function unreadable(message: string, id: string | null = null): UnreadableMessageError {
  return new UnreadableMessageError('shape', message, id, {
    type: 'InvalidTaskError',
    module: 'celery.exceptions',
  });
}
