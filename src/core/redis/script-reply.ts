import { NamedError } from '../../platform/errors/named-error.js';

/** Converts a script's reply from ioredis to its declared type. Throws UnexpectedReplyError. */
export type ReplyParser<Reply> = (reply: unknown) => Reply;

/** A reply, or a part of one, does not have the declared type. `LuaScript` adds the script's name. */
export class UnexpectedReplyError extends NamedError {
  constructor(expected: string, reply: unknown) {
    super(`expected ${expected}, got ${JSON.stringify(reply).slice(0, 200)}`);
  }
}

/** nil, which is also the reply of a script without `return`. */
export function nothing(reply: unknown): void {
  if (reply !== null) throw new UnexpectedReplyError('nil', reply);
}

/** Parses a reply that must be a number. */
export function integer(reply: unknown): number {
  if (typeof reply !== 'number') throw new UnexpectedReplyError('an integer', reply);
  return reply;
}

/** 1 for true, 0 for false. */
export function flag(reply: unknown): boolean {
  if (reply !== 1 && reply !== 0) throw new UnexpectedReplyError('1 or 0', reply);
  return reply === 1;
}

/** Parses a reply that is a text. */
export function text(reply: unknown): string {
  if (typeof reply !== 'string') throw new UnexpectedReplyError('a string', reply);
  return reply;
}

export function textOrNull(reply: unknown): string | null {
  return reply === null ? null : text(reply);
}

/** Parses a reply that is one of these words. */
export function oneOf<Word extends string>(...words: readonly Word[]): ReplyParser<Word> {
  return (reply) => {
    const word = words.find((each) => each === reply);
    if (word === undefined) throw new UnexpectedReplyError(`one of ${words.join(', ')}`, reply);
    return word;
  };
}

export function list(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw new UnexpectedReplyError('a list', reply);
  return reply;
}

/** Parses a reply that is a list of such items. */
export function listOf<Item>(item: ReplyParser<Item>): ReplyParser<Item[]> {
  return (reply) => list(reply).map(item);
}

/** A list of fixed length with one parser per part. */
export function tuple<Parts extends readonly unknown[]>(
  ...parsers: { readonly [Index in keyof Parts]: ReplyParser<Parts[Index]> }
): ReplyParser<Parts> {
  return (reply) => {
    const parts = list(reply);
    if (parts.length !== parsers.length) throw new UnexpectedReplyError(`a list of ${parsers.length}`, reply);
    // Each part comes from the parser at its index.
    return parsers.map((parse, i) => parse(parts[i])) as unknown as Parts;
  };
}
