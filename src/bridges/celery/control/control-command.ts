import type { ControlAddress } from '../broker/celery-broker.js';
import { bodyText } from '../protocol/body-bytes.js';
import { parseJson } from '../protocol/body-json.js';
import { isName, nameOrNull, own } from '../protocol/own-field.js';
import { withoutSpecialForms } from '../protocol/special-values.js';
import { UnreadableMessageError } from '../protocol/task-message.js';
import type { WireMessage } from '../protocol/wire-message.js';

/** Larger than any command of Celery's, even with the ids of thousands of tasks. */
const MAX_BYTES = 1_048_576;
const MAX_DESTINATIONS = 10_000;
/** The only exchange for replies: the address comes from outside, and must not lead anywhere else. */
const REPLIES = 'reply.celery.pidbox';

/** A command to workers, as read from a message. */
export interface ControlCommand {
  readonly method: string;
  /** By name, as sent. */
  readonly args: ReadonlyMap<string, unknown>;
  /** Names of the addressed nodes; null for all. */
  readonly destination: ReadonlySet<string> | null;
  /** A pattern for the names of nodes, and its kind. */
  readonly pattern: string | null;
  readonly matcher: 'glob' | 'pcre' | null;
  /** Names the question in its replies. */
  readonly ticket: string | null;
  /** Null if no reply is wanted. */
  readonly replyTo: ControlAddress | null;
  /** Logical time of the sender. */
  readonly clock: unknown;
}

/** @throws UnreadableMessageError */
export function readControlCommand(message: WireMessage): ControlCommand {
  const body = parseJson(bodyText(message, { maxBytes: MAX_BYTES }));
  const method = own(body, 'method');
  if (!isName(method)) throw unreadable('has no method');
  return {
    method,
    args: argsIn(own(body, 'arguments')),
    destination: destinationIn(own(body, 'destination')),
    ...patternIn(body),
    ticket: nameOrNull(own(body, 'ticket')),
    replyTo: addressIn(own(body, 'reply_to')),
    clock: own(message.headers, 'clock'),
  };
}

function argsIn(value: unknown): ReadonlyMap<string, unknown> {
  if (isNothing(value)) return new Map();
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unreadable('has arguments that are no object');
  return new Map(Object.entries(value).map(([name, arg]) => [name, withoutSpecialForms(arg)]));
}

/** An empty list addresses all, as in Python. */
function destinationIn(value: unknown): ReadonlySet<string> | null {
  if (isNothing(value)) return null;
  if (!Array.isArray(value) || value.length > MAX_DESTINATIONS)
    throw unreadable(`has a destination that is no list of at most ${MAX_DESTINATIONS} names`);
  const names = value.filter((name): name is string => typeof name === 'string');
  return value.length === 0 ? null : new Set(names);
}

function patternIn(body: unknown): Pick<ControlCommand, 'pattern' | 'matcher'> {
  const [pattern, matcher] = [own(body, 'pattern'), own(body, 'matcher')];
  if (isNothing(pattern) || isNothing(matcher)) return { pattern: null, matcher: null };
  if (!isName(pattern, 256) || (matcher !== 'glob' && matcher !== 'pcre'))
    throw unreadable('has a pattern that cannot be used');
  return { pattern, matcher };
}

function addressIn(value: unknown): ControlAddress | null {
  if (isNothing(value)) return null;
  const routingKey = own(value, 'routing_key');
  if (own(value, 'exchange') !== REPLIES || !isName(routingKey))
    throw unreadable(`wants its reply elsewhere than in ${REPLIES}`);
  return { exchange: REPLIES, routingKey };
}

/** Also what Python takes for false. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === false;
}

function unreadable(what: string): UnreadableMessageError {
  const error = { type: 'DecodeError', module: 'kombu.exceptions' };
  return new UnreadableMessageError('shape', `The control command ${what}`, null, error);
}
