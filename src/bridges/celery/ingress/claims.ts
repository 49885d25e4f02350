import { Injectable, Logger } from '@nestjs/common';
import { TaskStore, isFinal } from '../../../core/index.js';
import { Config } from '../../../platform/config/config.js';
import { CeleryIds, type Sending } from '../calls/celery-ids.js';
import type { IdClaim } from '../calls/id-record.js';
import type { Incoming } from './incoming.js';
import type { Ready } from './submitter.js';

/** Records are kept for at least this long after the task's retention. */
const MARGIN_MS = 86_400_000;

/** Statuses are read, not results. */
const SMALL_RESULT = 1_024;

/** A call with the answer of the record of its id. */
interface Claimed {
  readonly incoming: Incoming;
  readonly claim: IdClaim;
}

/**
 * Decides for each call whether it is to be submitted, and under which id of ours:
 *
 * ```
 * no record of its Celery id                    -> a new id
 * the sending that has made the record          -> its id: the broker ignores it if the task is stored
 * an earlier sending of a task that runs again  -> nothing
 * another sending, the task has not ended       -> nothing: the message was published twice
 * another sending, no task was stored yet       -> the id of the record: whoever stores it first has
 * another sending, the task has ended           -> a new id
 * ```
 */
@Injectable()
export class Claims {
  private readonly logger = new Logger('CeleryIngress');

  constructor(
    private readonly ids: CeleryIds,
    private readonly store: TaskStore,
    private readonly config: Config,
  ) {}

  /**
   * @returns the calls to submit, in their order
   * @throws BrokerUnavailableError
   */
  async claim(calls: readonly Incoming[]): Promise<Ready[]> {
    const claims = await this.ids.claim(calls.map((call) => this.sendingOf(call)));
    const claimed = calls.flatMap((incoming, i) => {
      const claim = claims[i];
      return claim ? [{ incoming, claim }] : [];
    });
    const others = claimed.filter(({ claim }) => claim.kind === 'other');
    const again = others.length > 0 ? await this.claimAgain(others) : new Map<Incoming, IdClaim>();
    return claimed.flatMap(({ incoming, claim: first }) => {
      const claim = again.get(incoming) ?? first;
      return isToSubmit(claim) ? [{ incoming, id: claim.id }] : [];
    });
  }

  /** The claims of other sendings, with new ones for those whose task has ended. */
  private async claimAgain(others: readonly Claimed[]): Promise<ReadonlyMap<Incoming, IdClaim>> {
    const tasks = await this.store.findMany(
      others.map(({ claim }) => claim.id),
      SMALL_RESULT,
    );
    const seen = others.map((other, i) => ({ ...other, status: tasks[i]?.status }));
    const running = seen.filter(({ status }) => status !== undefined && !isFinal(status));
    const ended = seen.filter(({ claim, status }) => (status ? isFinal(status) : claim.isStored));
    for (const { incoming } of running) this.logDoubled(incoming);
    const rows = ended.map(({ incoming, claim }) => [this.sendingOf(incoming), claim.id] as const);
    const claims = await this.ids.claimAgain(rows);
    return new Map([
      ...running.map(({ incoming, claim }) => [incoming, { ...claim, isStored: true }] as const),
      ...ended.flatMap(({ incoming }, i) => {
        const claim = claims[i];
        return claim ? [[incoming, claim] as const] : [];
      }),
    ]);
  }

  private logDoubled({ call, taken }: Incoming): void {
    this.logger.warn(
      `Celery has sent task ${call.task}[${call.id}] again before it has ended: the second message is dropped`,
      { queue: taken.queue },
    );
  }

  private sendingOf({ taken, call, task }: Incoming): Sending {
    const { deliveryTag, isRedelivered } = taken;
    const retentionMs = task.registered.options.retentionMs ?? this.config.resultRetentionMs;
    const delayMs = Math.max(0, (call.etaAt ?? 0) - Date.now());
    const keepMs = Math.ceil(Math.min(delayMs + retentionMs + MARGIN_MS, Number.MAX_SAFE_INTEGER / 2));
    return { celeryId: call.id, deliveryTag, isRedelivered, retries: call.retries, keepMs };
  }
}

/** A record that is not about a stored task may still be submitted under its id, by whoever comes first. */
function isToSubmit({ kind, isStored }: IdClaim): boolean {
  return kind === 'new' || (kind !== 'past' && !isStored);
}
