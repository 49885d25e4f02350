import { setImmediate as nextTurn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { endsWithin } from '../../../platform/timing/within.js';
import type { TakeMessages, Taken } from '../broker/celery-broker.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** A delivery of a channel that may have ended since. */
export interface Held extends Taken {
  /** False if RabbitMQ delivers it again. */
  readonly isHeld: () => boolean;
}

/**
 * Hands deliveries over, all that have arrived in one batch, and the next when it is done.
 *
 * Before messages go back there is a pause, which doubles while they go back turn after turn: RabbitMQ delivers them again
 * at once, and removes those of a quorum queue after 20 deliveries.
 */
export class Turns {
  private readonly logger = new Logger('Celery');
  private arrived: Held[] = [];
  private running: Promise<void> | undefined;
  private turn: Promise<void> | undefined;
  private pause: Promise<void> | undefined;
  private turnsGivenBack = 0;
  private halt: () => void = () => undefined;
  private halted = this.untilHalted();

  constructor(private take: TakeMessages) {}

  hear(take: TakeMessages): void {
    this.take = take;
    this.halted = this.untilHalted();
  }

  add(delivery: Held): void {
    this.arrived.push(delivery);
    this.running ??= this.run();
  }

  /** Resolves at the time to give messages of this turn back. */
  async untilGiveBack(): Promise<void> {
    this.pause ??= this.newPause();
    await this.pause;
  }

  /** Forgets what was not handed over of a queue, and waits for the turn in progress. */
  async leave(queue: string): Promise<void> {
    this.arrived = this.arrived.filter((delivery) => delivery.queue !== queue);
    await this.turn;
  }

  /** Forgets what was not handed over, and waits for the turn in progress. */
  async stop(): Promise<void> {
    this.arrived = [];
    this.halt();
    await this.running;
  }

  private async run(): Promise<void> {
    await nextTurn();
    while (this.arrived.length > 0) {
      this.pause = undefined;
      const batch = this.arrived.splice(0).filter((delivery) => delivery.isHeld());
      if (batch.length > 0) await (this.turn = this.handOver(batch));
    }
    this.running = undefined;
  }

  private async handOver(batch: readonly Held[]): Promise<void> {
    try {
      await this.take(batch);
    } catch (error) {
      this.logger.error({ msg: 'Messages from Celery were not taken', err: error });
    }
    // The pause is renewed at the start of a turn.
    if (this.pause === undefined) this.turnsGivenBack = 0;
  }

  private async newPause(): Promise<void> {
    const ms = Math.min(FIRST_PAUSE_MS * 2 ** this.turnsGivenBack++, LONGEST_PAUSE_MS);
    await endsWithin(this.halted, ms);
  }

  private untilHalted(): Promise<void> {
    return new Promise((resolve) => (this.halt = resolve));
  }
}
