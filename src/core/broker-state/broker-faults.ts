import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { QueueName } from '../task/queue-name.js';
import { BrokerRights } from './broker-rights.js';
import { Broker } from '../redis/broker.js';
import { KeyTypes } from './key-types.js';
import { isForbidden } from '../redis/unavailability.js';

/** Interval of key type checks while nothing is wrong. */
const LOOK_EVERY_MS = 5_000;
/** Interval of checks while something is wrong. */
const LOOK_AGAIN_MS = 1_000;
/** Delay between a failed command and the check for its cause; other commands fail in the meantime. */
const SOON_MS = 50;
/** Maximum number of keys of single tasks watched until they are correct: the newest. */
const MOST_SUSPECTS = 1_000;
/** Maximum number of keys named in a message. */
const MOST_SHOWN = 5;

/**
 * Detects faults in the broker that an operator must repair: missing permissions of the user, and keys of a wrong type.
 * It checks every few seconds, and as soon as a command fails because of one. While a queue is affected, its workers
 * take and settle nothing: a script that fails halfway leaves half of its work.
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
  /** Actual and expected type of each wrong key. */
  private wrongKeys: ReadonlyMap<string, string> = new Map();
  private wasSaid = '';
  /** Missing permissions as a sentence, or undefined. */
  rightsProblem: string | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly rights: BrokerRights,
    private readonly types: KeyTypes,
  ) {
    broker.onFault((error) => this.note(error));
  }

  /** Keys of a wrong type as a sentence, or undefined. */
  get keysProblem(): string | undefined {
    const wrong = [...this.wrongKeys].map(([key, what]) => `${key} is ${what}`);
    if (wrong.length === 0) return undefined;
    const more = wrong.length > MOST_SHOWN ? `, and ${wrong.length - MOST_SHOWN} more` : '';
    return `keys of the wrong type in Redis: ${wrong.slice(0, MOST_SHOWN).join(', ')}${more}. Rename or delete them`;
  }

  /**
   * True if the queue must not be used until an operator has repaired something: no task may be taken, no outcome
   * recorded.
   */
  harms(queue: string): boolean {
    if (this.rightsProblem !== undefined) return true;
    return (
      this.wrongKeys.size > 0 && [...this.wrongKeys.keys()].some((key) => this.types.queueOf(key) === queue)
    );
  }

  /** Waits until the queue is usable again, or `isOver` returns true. */
  async mended(queue: QueueName, isOver: () => boolean): Promise<void> {
    while (this.harms(queue) && !isOver()) {
      await pause(LOOK_AGAIN_MS);
      await this.look().catch(() => undefined); // the broker is unavailable: the last result stays valid
    }
  }

  /** Checks if a check is due. @throws Error if the broker does not respond */
  async refresh(): Promise<void> {
    const ageMs = performance.now() - this.lookedAt;
    if (ageMs > (this.isWrong ? LOOK_AGAIN_MS : LOOK_EVERY_MS) || this.isRightInDoubt) await this.look();
  }

  /** After a reconnect the permissions may have changed, or the server itself. */
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

  /** One check at a time: concurrent callers share it. */
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

  /** Schedules at most one check, however many commands fail. */
  private lookIn(ms: number): void {
    this.next ??= setTimeout(() => {
      this.next = undefined;
      this.look().catch(() => undefined); // the broker is unavailable: the next check decides
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
        `${this.broker.userName} of Redis may not use INFO: its memory limit and eviction policy are not monitored. ` +
          'Grant it +info',
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

  /** Logs a problem once when it appears, changes or disappears. */
  private say(): void {
    const problem = this.rightsProblem ?? this.keysProblem ?? '';
    if (problem === this.wasSaid) return;
    this.wasSaid = problem;
    if (problem === '') this.logger.log('The faults in Redis are resolved');
    else this.logger.error(`This process is impaired: ${problem}`);
  }
}

/** The failed command, which ioredis attaches to the error. */
function wordsOf(error: Error): readonly unknown[] {
  const { command } = error as { command?: { args?: unknown } };
  return Array.isArray(command?.args) ? command.args : [];
}
