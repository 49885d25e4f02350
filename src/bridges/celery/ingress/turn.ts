import { Injectable, Logger } from '@nestjs/common';
import { BrokerUnavailableError } from '../../../core/index.js';
import { CeleryUnavailableError, type Taken } from '../broker/celery-broker.js';
import { CallReader } from './call-reader.js';
import { CeleryIds } from '../calls/celery-ids.js';
import { type Incoming, type Refusal, isRefusal } from './incoming.js';
import { Intake, type Taking, runOf } from './intake.js';
import { type Obstacle, Obstacles } from './obstacles.js';
import { Refusals } from './refusals.js';

/**
 * Turns the messages of one turn into tasks:
 *
 * ```
 * read -> claim an id -> submit -> note that it is stored -> acknowledge
 *   \                      \
 *    refused: answer the sender -> acknowledge
 * ```
 *
 * The bridge may die between any two of these: the message comes again, and meets the record of its id. What cannot be
 * done now is given back.
 */
@Injectable()
export class Turn {
  private readonly logger = new Logger('CeleryIngress');

  constructor(
    private readonly reader: CallReader,
    private readonly intake: Intake,
    private readonly refusals: Refusals,
    private readonly ids: CeleryIds,
    private readonly obstacles: Obstacles,
  ) {}

  /** @returns what has prevented a part of it. Never rejects */
  async run(messages: readonly Taken[]): Promise<Obstacle | undefined> {
    const done = new Set<Taken>();
    const obstacle = await this.carryOut(messages, done).catch((error: unknown) => this.obstacleOf(error));
    await settle(messages, done);
    return obstacle;
  }

  private async carryOut(messages: readonly Taken[], done: Set<Taken>): Promise<Obstacle | undefined> {
    const read = messages.map((taken) => this.reader.read(taken));
    const calls = read.filter((each): each is Incoming => !isRefusal(each));
    const taking = await this.intake.take(calls);
    for (const { taken } of taking.stored) done.add(taken);
    await this.answer(taking, read.filter(isRefusal), done);
    return taking.full && this.obstacles.queueFull(taking.full);
  }

  /** A sender is answered before its message is acknowledged, and may send the same id again. */
  private async answer(
    { revoked, refused }: Taking,
    unread: readonly Refusal[],
    done: Set<Taken>,
  ): Promise<void> {
    const refusals = [...unread, ...refused.map(({ refusal }) => refusal)];
    await this.refusals.refuse(refusals);
    await this.refusals.revoke(revoked.map(({ incoming }) => incoming));
    await this.ids.forget([...refused.map(({ run }) => run), ...revoked.map(runOf)]);
    for (const { taken } of [...refusals, ...revoked.map(({ incoming }) => incoming)]) done.add(taken);
  }

  private obstacleOf(error: unknown): Obstacle {
    if (error instanceof CeleryUnavailableError) return this.obstacles.resultsAway(error);
    if (error instanceof BrokerUnavailableError) return this.obstacles.brokerAway(error);
    this.logger.error('A turn of messages from Celery has failed', error);
    return this.obstacles.brokerAway(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Messages that go back keep their order: the first is to be the next. */
async function settle(messages: readonly Taken[], done: ReadonlySet<Taken>): Promise<void> {
  const acknowledging = messages.filter((taken) => done.has(taken)).map((taken) => taken.acknowledge());
  const back = messages.filter((taken) => !done.has(taken)).toReversed();
  // A broker that is away delivers them again by itself.
  await Promise.allSettled([...acknowledging, ...back.map((taken) => taken.giveBack())]);
}
