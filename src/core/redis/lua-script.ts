import { createHash } from 'node:crypto';
import { NamedError } from '../../platform/errors/named-error.js';
import type { BrokerClient } from './connections.js';
import { type ReplyParser, UnexpectedReplyError } from './script-reply.js';

/** The parts of a script. Each name becomes a local variable of the text. */
interface ScriptParts<
  Reply,
  Key extends string,
  Arg extends string,
  NumberArg extends string,
  Tail extends string,
> {
  /** Name in error messages, such as `retry-job`. */
  readonly name: string;
  /** Names of the keys. */
  readonly keys?: readonly Key[];
  /** Name of a list of further keys, of any length. */
  readonly moreKeys?: Tail;
  /** Names of arguments that are strings in Lua. */
  readonly args?: readonly Arg[];
  /** Names of arguments that are numbers in Lua. */
  readonly numbers?: readonly NumberArg[];
  /** Name of a list of further arguments, of any length: strings in Lua. */
  readonly moreArgs?: Tail;
  readonly text: string;
  /** Parses the reply. Throws UnexpectedReplyError if the reply does not have the declared type. */
  readonly reply: ReplyParser<Reply>;
}

/** One value for each name of a script, in any order. */
type ScriptValues<Key extends string, Arg extends string, NumberArg extends string, Tail extends string> = {
  readonly [Name in Key | Arg | NumberArg | Tail]: Name extends NumberArg
    ? number
    : Name extends Tail
      ? readonly string[]
      : string;
};

/** Names known only as `string` could not be checked: such a script does not compile. */
type Literal<Name> = string extends Name ? never : unknown;

type Parameters = readonly (string | number)[];
type GivenValues = Readonly<Record<string, string | number | Parameters>>;

/** The reply does not have the type that the script declares. */
export class ScriptReplyError extends NamedError {}

/**
 * A Lua script, which Redis runs as one atomic step. Keys and arguments have names: the script is called with one
 * object, and a missing or unknown name does not compile. In Lua they are local variables, declared before the text. A
 * script is sent by its hash; the text is sent only if the server does not know it yet (after its restart, for
 * example).
 */
export class LuaScript<
  Reply,
  Key extends string = never,
  Arg extends string = never,
  NumberArg extends string = never,
  Tail extends string = never,
> {
  readonly text: string;
  private readonly hash: string;
  private readonly keyNames: readonly string[];
  private readonly argNames: readonly string[];

  /** @throws Error for names that are invalid in Lua or already used in the text */
  constructor(
    private readonly parts: ScriptParts<Reply, Key, Arg, NumberArg, Tail> &
      Literal<Key | Arg | NumberArg | Tail>,
  ) {
    checkNames(parts);
    const { keys = [], moreKeys = [], args = [], numbers = [], moreArgs = [] } = parts;
    this.keyNames = [keys, moreKeys].flat();
    this.argNames = [args, numbers, moreArgs].flat();
    this.text = `${prologueOf(parts)}\n${parts.text}`;
    this.hash = createHash('sha1').update(this.text).digest('hex');
  }

  /** @throws ScriptReplyError, and the errors of ioredis */
  async run(redis: BrokerClient, values: ScriptValues<Key, Arg, NumberArg, Tail>): Promise<Reply> {
    const parameters = this.parametersOf(values);
    let reply: unknown;
    try {
      reply = await redis.evalsha(this.hash, ...parameters);
    } catch (error) {
      // Not only at the beginning: a cluster's redirection between nodes is reported first.
      if (!(error instanceof Error) || !error.message.includes('NOSCRIPT')) throw error;
      reply = await redis.eval(this.text, ...parameters);
    }
    return this.parse(reply);
  }

  /** Filled step by step: lists of lists took half as long as the rest of a read. */
  private parametersOf(values: ScriptValues<Key, Arg, NumberArg, Tail>): readonly [number, ...Parameters] {
    // The type has a value for each name; this is their union.
    const given = values as GivenValues;
    const parameters: [number, ...(string | number)[]] = [0];
    for (const name of this.keyNames) append(parameters, given[name]);
    parameters[0] = parameters.length - 1;
    for (const name of this.argNames) append(parameters, given[name]);
    return parameters;
  }

  private parse(reply: unknown): Reply {
    try {
      return this.parts.reply(reply);
    } catch (error) {
      if (!(error instanceof UnexpectedReplyError)) throw error;
      throw new ScriptReplyError(`Reply of script ${this.parts.name}: ${error.message}`, { cause: error });
    }
  }
}

function append(parameters: (string | number)[], value: GivenValues[string] | undefined): void {
  if (typeof value === 'object') parameters.push(...value);
  else if (value !== undefined) parameters.push(value);
}

type Names = Omit<ScriptParts<unknown, string, string, string, string>, 'reply'>;

/** One line of Lua with a local variable for each name. */
function prologueOf({ keys = [], moreKeys, args = [], numbers = [], moreArgs }: Names): string {
  const texts = args.map((name, i) => [name, `ARGV[${i + 1}]`]);
  const others = numbers.map((name, i) => [name, `tonumber(ARGV[${args.length + i + 1}])`]);
  const single = [...keys.map((name, i) => [name, `KEYS[${i + 1}]`]), ...texts, ...others];
  const names = single.map(([name]) => name).join(', ');
  const values = single.map(([, value]) => value).join(', ');
  return [
    names === '' ? '' : `local ${names} = ${values}`,
    tailOf(moreKeys, 'KEYS', keys.length),
    tailOf(moreArgs, 'ARGV', args.length + numbers.length),
  ]
    .filter(Boolean)
    .join(' ');
}

function tailOf(name: string | undefined, table: 'KEYS' | 'ARGV', before: number): string {
  if (name === undefined) return '';
  if (before === 0) return `local ${name} = ${table}`;
  return `local ${name} = {} for i = ${before + 1}, #${table} do ${name}[i - ${before}] = ${table}[i] end`;
}

const LUA_WORDS =
  /^(and|break|do|else|elseif|end|false|for|function|if|in|local|nil|not|or|repeat|return|then|true|until|while|redis|cjson)$/;

function checkNames({
  name: script,
  text,
  keys = [],
  args = [],
  numbers = [],
  moreKeys,
  moreArgs,
}: Names): void {
  const names = [...keys, ...args, ...numbers, ...[moreKeys, moreArgs].filter((tail) => tail !== undefined)];
  const locals = [...text.matchAll(/^local (?:function )?([\w, ]+)/gm)].flatMap(([, found = '']) =>
    found.split(/[, ]+/),
  );
  const refuse = (name: string, why: string) => new Error(`Script ${script}: ${name} ${why}`);
  for (const [i, name] of names.entries()) {
    if (!/^[A-Za-z]\w*$/.test(name) || LUA_WORDS.test(name))
      throw refuse(name, 'cannot be a variable of Lua');
    if (names.indexOf(name) !== i) throw refuse(name, 'is the name of two values');
    if (locals.includes(name)) throw refuse(name, 'is a local variable of the text, too');
  }
  if (/\b(KEYS|ARGV)\b/.test(text))
    throw refuse('KEYS and ARGV', 'are not for the text: give each value a name');
}
