import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { QueueName } from '../../platform/config/queue-names.js';
import { BrokerRights } from './broker-rights.js';
import { Broker } from '../redis/broker.js';
import { KeyTypes } from './key-types.js';
import { isForbidden } from '../redis/unavailability.js';

/** While nothing is wrong, how often the types of the keys are looked at. */
const LOOK_EVERY_MS = 5_000;
/** While something is, how often it is looked at whether it was put right. */
const LOOK_AGAIN_MS = 1_000;
/** How long after a command has failed it is looked why: others fail meanwhile. */
const SOON_MS = 50;
/** Keys of single tasks that are watched until they are right: the newest. */
const MOST_SUSPECTS = 1_000;
/** A sentence names so many keys at most. */
const MOST_SHOWN = 5;

/**
 * Knows what somebody has to put right in the broker: rights that the user lacks, keys that hold another type of value
 * than they should. Both are found by looking, every few seconds and as soon as a command fails of one. While a queue
 * is harmed its workers take and settle nothing: a script that fails in its middle leaves half of its work.
 */
@Injectable()
export class BrokerFaults {
  private readonly logger = new Logger('Broker');
  private readonly suspects = new Set<string>();
  private lookedAt = -Infinity;
  private looking: Promise<void> | undefined;
  private next: NodeJS.Timeout | undefined;
  private isRightInDoubt = true;
  private mayInfo = true;
  /** Each with what it is and what it should be. */
  private wrongKeys: ReadonlyMap<string, string> = new Map();
  private wasSaid = '';
  /** Rights that are missing, as a sentence; undefined: none. */
  rightsProblem: string | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly rights: BrokerRights,
    private readonly types: KeyTypes,
  ) {
    broker.onFault((error) => this.note(error));
  }

  /** Which keys have a wrong type, as a sentence; undefined: none. */
  get keysProblem(): string | undefined {
    const wrong = [...this.wrongKeys].map(([key, what]) => `${key} is ${what}`);
    if (wrong.length === 0) return undefined;
    const more = wrong.length > MOST_SHOWN ? `, and ${wrong.length - MOST_SHOWN} more` : '';
    return `a key in Redis has a wrong type: ${wrong.slice(0, MOST_SHOWN).join(', ')}${more}. Rename or delete it`;
  }

  /** Whether nothing may be taken from a queue, nor an end be recorded in it, until somebody has put something right. */
  harms(queue: string): boolean {
    if (this.rightsProblem !== undefined) return true;
    return (
      this.wrongKeys.size > 0 && [...this.wrongKeys.keys()].some((key) => this.types.queueOf(key) === queue)
    );
  }

  /** Waits until the queue is not harmed any more, or nobody waits. */
  async mended(queue: QueueName, isOver: () => boolean): Promise<void> {
    while (this.harms(queue) && !isOver()) {
      await pause(LOOK_AGAIN_MS);
      await this.look().catch(() => undefined); // the broker is away: what was seen last stands
    }
  }

  /** Looks where that is due. @throws Error when the broker does not answer */
  async refresh(): Promise<void> {
    const ageMs = performance.now() - this.lookedAt;
    if (ageMs > (this.isWrong ? LOOK_AGAIN_MS : LOOK_EVERY_MS) || this.isRightInDoubt) await this.look();
  }

  /** A connection is new: the rights may be others, on a server that may be another. */
  doubtRights(): void {
    this.isRightInDoubt = true;
  }

  private note(error: Error): void {
    if (isForbidden(error)) this.isRightInDoubt = true;
    for (const key of this.types.touchedBy(wordsOf(error))) {
      if (this.suspects.size < MOST_SUSPECTS) this.suspects.add(key);
    }
    this.lookIn(SOON_MS);
  }

  /** One look at a time: who asks meanwhile gets the same. */
  private look(): Promise<void> {
    this.looking ??= this.find().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async find(): Promise<void> {
    if (this.isRightInDoubt || this.rightsProblem !== undefined) await this.findRights();
    if (this.rightsProblem === undefined) await this.findWrongKeys();
    this.lookedAt = performance.now();
    this.say();
    if (this.isWrong) this.lookIn(LOOK_AGAIN_MS);
  }

  /** One look is on its way at most, however many commands fail. */
  private lookIn(ms: number): void {
    this.next ??= setTimeout(() => {
      this.next = undefined;
      this.look().catch(() => undefined); // the broker is away: the next look tells
    }, ms).unref();
  }

  private get isWrong(): boolean {
    return this.rightsProblem !== undefined || this.wrongKeys.size > 0;
  }

  private async findRights(): Promise<void> {
    const { problem, mayInfo } = await this.rights.find();
    this.isRightInDoubt = false;
    this.rightsProblem = problem;
    if (this.mayInfo && !mayInfo)
      this.logger.warn(
        `${this.broker.userName} of Redis may not use INFO: its memory limit and its eviction policy are not watched. Give it +info`,
      );
    this.mayInfo = mayInfo;
  }

  private async findWrongKeys(): Promise<void> {
    const keys = [...new Set([...this.types.fixed(), ...this.suspects])];
    const asked = keys.map((key) => this.broker.producer.type(key));
    const found = await this.broker.ask(Promise.all(asked));
    const wrong = new Map<string, string>();
    for (const [i, key] of keys.entries()) {
      const [type, wanted] = [found[i], this.types.of(key)];
      if (type === 'none' || wanted === undefined || type === wanted) this.suspects.delete(key);
      else wrong.set(key, `a ${type}, but must be a ${wanted}`);
    }
    await this.findWrongCounters(wrong);
    this.wrongKeys = wrong;
  }

  private async findWrongCounters(wrong: Map<string, string>): Promise<void> {
    const keys = this.types.counters().filter((key) => !wrong.has(key));
    const texts = await this.broker.ask(this.broker.producer.mget(keys));
    for (const [i, key] of keys.entries())
      if (!/^-?\d+$/.test(texts[i] ?? '0')) wrong.set(key, 'not a whole number, but must be one');
  }

  /** Once when it comes, when it changes, and when it goes. */
  private say(): void {
    const problem = this.rightsProblem ?? this.keysProblem ?? '';
    if (problem === this.wasSaid) return;
    this.wasSaid = problem;
    if (problem === '') this.logger.log('What was wrong in Redis is right again');
    else this.logger.error(`This process cannot work as it should: ${problem}`);
  }
}

/** The command that failed, as ioredis keeps it with the error. */
function wordsOf(error: Error): readonly unknown[] {
  const { command } = error as { command?: { args?: unknown } };
  return Array.isArray(command?.args) ? command.args : [];
}
