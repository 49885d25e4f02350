/** Separates the name of a queue from its priority, and the parts of a binding. */
const SEPARATOR = '\u0006\u0016';

/** Names of the keys and channels that Celery's broker uses in Redis, and of one key of ours beside them. */
export class RedisNames {
  /** Hash: delivery tag to `[envelope, exchange, routing key]` of messages that are taken and not acknowledged. */
  readonly unacked: string;
  /** Sorted set: delivery tags by the time at which they were taken, in seconds. */
  readonly unackedIndex: string;
  /** Lock of whoever restores the messages of consumers that died. */
  readonly unackedMutex: string;
  /** Ours, sorted set: what bridges have taken, by the time of the last sign of life, in seconds. See `claimOf`. */
  readonly claims: string;
  /** Channel of control commands. */
  readonly control: string;

  constructor(
    private readonly prefix: string,
    private readonly database: string,
    private readonly prioritySteps: readonly number[],
  ) {
    this.unacked = `${prefix}unacked`;
    this.unackedIndex = `${prefix}unacked_index`;
    this.unackedMutex = `${prefix}unacked_mutex`;
    this.claims = `${prefix}unacked_celeriac`;
    this.control = this.channel('celery.pidbox');
  }

  /** The list of messages of this priority, 0 to 9. */
  list(queue: string, priority: number): string {
    // With a priority below all steps, Python's `steps[bisect(steps, n) - 1]` is the last one.
    const step = this.prioritySteps.findLast((each) => each <= priority) ?? this.prioritySteps.at(-1) ?? 0;
    return this.listOfStep(queue, step);
  }

  /** All lists of these queues: the most urgent of each first. */
  lists(queues: readonly string[]): string[] {
    return this.prioritySteps.flatMap((step) => queues.map((queue) => this.listOfStep(queue, step)));
  }

  /** The queue of a list. */
  queueOf(list: string): string {
    const name = list.slice(this.prefix.length);
    return name.split(SEPARATOR, 1)[0] ?? name;
  }

  /** The list that messages without a priority go to. */
  mainList(queue: string): string {
    return this.list(queue, 0);
  }

  /** A queue by its bare name, such as that of an `rpc://` client. */
  plain(name: string): string {
    return this.prefix + name;
  }

  channel(exchange: string, routingKey = ''): string {
    return `${this.prefix}/${this.database}.${exchange}${routingKey === '' ? '' : `/${routingKey}`}`;
  }

  /** Set of the queues to which a named exchange leads. */
  bindings(exchange: string): string {
    return `${this.prefix}_kombu.binding.${exchange}`;
  }

  private listOfStep(queue: string, step: number): string {
    return this.prefix + queue + (step === 0 ? '' : `${SEPARATOR}${step}`);
  }
}

/** A member of `claims`: the list from which a message was taken, and its delivery tag. */
export function claimOf(list: string, tag: string): string {
  return `${list}${SEPARATOR}${tag}`;
}

export function readClaim(claim: string): { readonly list: string; readonly tag: string } {
  const at = claim.lastIndexOf(SEPARATOR); // a list's name may have one, a tag has none
  return { list: claim.slice(0, Math.max(at, 0)), tag: claim.slice(at + SEPARATOR.length) };
}

/** A member of a set of bindings: routing key, pattern and queue. */
export function bindingOf(routingKey: string, queue: string): string {
  return [routingKey, '', queue].join(SEPARATOR);
}

export function readBinding(member: string): { readonly routingKey: string; readonly queue: string } {
  const [routingKey = '', , queue = ''] = member.split(SEPARATOR);
  return { routingKey, queue };
}
