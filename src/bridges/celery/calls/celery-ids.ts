import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BridgedIds, Broker, Keys, newTaskId } from '../../../core/index.js';
import { type IdClaim, claimRecords, forgetRecords, noteStored } from './id-record.js';

/** One sending of a task by Celery. */
export interface Sending {
  readonly celeryId: string;
  /** Names the sending; null on RabbitMQ. */
  readonly deliveryTag: string | null;
  readonly isRedelivered: boolean;
  readonly retries: number;
  /** Time for which the record of the id is kept. */
  readonly keepMs: number;
}

/** A run of a task under a Celery id. */
export interface Run {
  readonly celeryId: string;
  /** Our id. */
  readonly id: string;
}

/** Our ids of Celery's ids, which may be any text. */
@Injectable()
export class CeleryIds {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly ids: BridgedIds,
  ) {}

  /** Our id of each Celery id that has one: that of its newest run. */
  find(celeryIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.ids.findMany('celery', celeryIds);
  }

  /** Finds or makes the id of each sending, in their order: a later one sees the record of an earlier one. */
  async claim(sendings: readonly Sending[]): Promise<IdClaim[]> {
    return this.claimEach(sendings.map((sending) => [sending, ''] as const));
  }

  /**
   * Gives Celery ids whose tasks have ended to new runs.
   *
   * @param ended each sending with the id of the run that has ended. If somebody else was first, the answer is theirs
   */
  async claimAgain(ended: readonly (readonly [Sending, formerId: string])[]): Promise<IdClaim[]> {
    return this.claimEach(ended);
  }

  /** Notes that tasks are stored: from then on, one that is missing was removed. */
  async noteStored(runs: readonly Run[]): Promise<void> {
    if (runs.length > 0) await this.broker.ask(noteStored(this.broker.producer, this.recordsOf(runs)));
  }

  /** Forgets ids of tasks that were refused: the same id may be sent again, with other arguments. */
  async forget(runs: readonly Run[]): Promise<void> {
    if (runs.length > 0) await this.broker.ask(forgetRecords(this.broker.producer, this.recordsOf(runs)));
  }

  private async claimEach(rows: readonly (readonly [Sending, string])[]): Promise<IdClaim[]> {
    if (rows.length === 0) return [];
    const claims = rows.map(([sending, formerId]) => ({
      ...{ key: this.key(sending.celeryId), tag: tagOf(sending), formerId, newId: newTaskId() },
      ...{ isRedelivered: sending.isRedelivered, retries: sending.retries, keepMs: sending.keepMs },
    }));
    return this.broker.ask(claimRecords(this.broker.producer, claims));
  }

  private recordsOf(runs: readonly Run[]) {
    return runs.map(({ celeryId, id }) => ({ key: this.key(celeryId), id }));
  }

  private key(celeryId: string): string {
    return this.keys.bridgedId('celery', celeryId);
  }
}

/** A delivery tag is a text of the sender's: only its hash is stored. */
function tagOf({ deliveryTag }: Sending): string {
  return deliveryTag === null ? '' : createHash('sha256').update(deliveryTag).digest('hex').slice(0, 16);
}
