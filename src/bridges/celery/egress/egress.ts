import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import {
  BridgeEnds,
  type BridgedEnd,
  BrokerUnavailableError,
  type TaskSnapshot,
} from '../../../core/index.js';
import { endsWithin } from '../../../platform/timing/within.js';
import { BridgeCounters } from '../process/bridge-counters.js';
import type { BridgePart } from '../process/bridge-part.js';
import { CeleryUnavailableError } from '../broker/celery-broker.js';
import { callOf } from './call-of.js';
import { SettledEnds } from './settled-ends.js';
import { TaskTeller } from './task-teller.js';
import { Turns } from './turns.js';

/** Ends that are being told at once. Their results are in memory. */
const MAX_IN_HAND = 128;
const TAKEN_AT_ONCE = 64;
const WAIT_MS = 1_000;
/** Pauses before an end is told again. */
const AGAIN_MS = { first: 100, most: 5_000 } as const;
/**
 * Time after which an end that cannot be told is let go: soon after it, whoever asks takes it again. Before that no other
 * bridge does.
 */
const LET_GO_MS = 20_000;
/** A problem is logged at most this often. */
const SAY_EVERY_MS = 60_000;
/** Time that a stopping bridge waits for what is being told. */
const STOP_MS = 5_000;

/**
 * Tells Celery the ends of its tasks. Our Redis keeps each end until it was told, so none is lost, whoever dies. Several
 * bridges share them.
 */
@Injectable()
export class Egress implements BridgePart {
  private readonly logger = new Logger('CeleryEgress');
  private readonly consumer = randomUUID();
  private readonly stopping = new AbortController();
  /** The ends that are being told, by entry. */
  private readonly inHand = new Map<string, Promise<void>>();
  private ended: Promise<void> = Promise.resolve();
  private said = { problem: '', at: 0 };

  constructor(
    private readonly ends: BridgeEnds,
    private readonly settled: SettledEnds,
    private readonly teller: TaskTeller,
    private readonly turns: Turns,
    private readonly counters: BridgeCounters,
  ) {}

  start(): Promise<void> {
    this.ended = this.run();
    return Promise.resolve();
  }

  /** Ends that are not told by then are told by another bridge, or by the next one. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await endsWithin(this.drain(), STOP_MS);
  }

  private async drain(): Promise<void> {
    await this.ended;
    await Promise.all(this.inHand.values());
    await this.settled.flush();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const room = MAX_IN_HAND - this.inHand.size;
      if (room <= 0) await Promise.race(this.inHand.values());
      else for (const end of await this.take(Math.min(room, TAKEN_AT_ONCE))) this.begin(end);
    }
  }

  private async take(count: number): Promise<readonly BridgedEnd[]> {
    try {
      return await this.ends.take('celery', this.consumer, { count, waitMs: WAIT_MS });
    } catch (error) {
      if (!(error instanceof BrokerUnavailableError))
        // which Broker logs
        this.logger.error(`Ends cannot be taken: ${String(error)}`);
      await this.rest(WAIT_MS);
      return [];
    }
  }

  /** An end that is told for long is taken again. */
  private begin(end: BridgedEnd): void {
    const { entry } = end;
    if (this.inHand.has(entry)) return;
    this.inHand.set(
      entry,
      this.tell(end).finally(() => this.inHand.delete(entry)),
    );
  }

  private async tell({ entry, task }: BridgedEnd): Promise<void> {
    const isTold = await this.turns.run(callOf(task)?.id ?? task.id, () => this.tryToTell(task));
    if (!isTold) return;
    this.counters.endsTold += 1;
    this.settled.add(entry);
  }

  /** Never rejects. False: it was not told, and remains. */
  private async tryToTell(task: TaskSnapshot): Promise<boolean> {
    const begin = performance.now();
    for (let waitMs: number = AGAIN_MS.first; ; waitMs = Math.min(waitMs * 2, AGAIN_MS.most)) {
      try {
        await this.teller.tell(task);
        return true;
      } catch (error) {
        this.say(error);
      }
      if (performance.now() - begin + waitMs > LET_GO_MS || this.stopping.signal.aborted) return false;
      await this.rest(waitMs);
    }
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  /** Most are about a connection, and the same for all ends. Another one is a bug of this service. */
  private say(error: unknown): void {
    const problem = String(error);
    const now = performance.now();
    if (problem === this.said.problem && now - this.said.at < SAY_EVERY_MS) return;
    this.said = { problem, at: now };
    if (error instanceof CeleryUnavailableError)
      this.logger.warn(`Ends cannot be told to Celery; trying again: ${problem}`);
    else this.logger.error(`An end cannot be told to Celery; trying again: ${problem}`, { err: error });
  }
}
