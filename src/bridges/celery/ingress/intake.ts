import { Injectable } from '@nestjs/common';
import { QueueFullError } from '../../../core/index.js';
import { RevokedIds } from '../calls/revoked-ids.js';
import { OpenCalls } from '../egress/open-calls.js';
import { CeleryIds, type Run } from '../calls/celery-ids.js';
import { Claims } from './claims.js';
import type { Incoming, Refusal } from './incoming.js';
import { type Ready, type SubmitOutcome, Submitter } from './submitter.js';

/** The calls of a turn, by their outcome. Those that are in none of these are still to be submitted. */
export interface Taking {
  /** The task is stored, or was before. */
  readonly stored: readonly Incoming[];
  /** Revoked before they arrived. */
  readonly revoked: readonly Ready[];
  readonly refused: readonly { readonly refusal: Refusal; readonly run: Run }[];
  /** Set if a queue has no room. */
  readonly full: QueueFullError | undefined;
}

/** Makes tasks of calls, each once, however often it is delivered. */
@Injectable()
export class Intake {
  constructor(
    private readonly claims: Claims,
    private readonly ids: CeleryIds,
    private readonly revokedIds: RevokedIds,
    private readonly submitter: Submitter,
    private readonly openCalls: OpenCalls,
  ) {}

  /** @throws BrokerUnavailableError: then any of them may be stored, and all are to be taken again */
  async take(calls: readonly Incoming[]): Promise<Taking> {
    if (calls.length === 0) return { stored: [], revoked: [], refused: [], full: undefined };
    const claimed = await this.claims.claim(calls);
    // After the claims: whoever revokes an id looks for its record after noting the revocation.
    const revokedIds = await this.revokedIds.revokedAmong(claimed.map(({ incoming }) => incoming.call.id));
    const revoked = claimed.filter(({ incoming }) => revokedIds.has(incoming.call.id));
    const ready = claimed.filter(({ incoming }) => !revokedIds.has(incoming.call.id));
    const outcomes = await this.submit(ready);
    const submitted = ready.filter((_, i) => outcomes[i] === 'stored');
    await this.ids.noteStored(submitted.map(runOf));
    const open = new Set(claimed.map(({ incoming }) => incoming));
    return {
      stored: [...calls.filter((call) => !open.has(call)), ...submitted.map(({ incoming }) => incoming)],
      revoked,
      refused: ready.flatMap((call, i) => {
        const outcome = outcomes[i];
        return isRefused(outcome) ? [{ refusal: outcome, run: runOf(call) }] : [];
      }),
      full: outcomes.find((outcome) => outcome instanceof QueueFullError),
    };
  }

  /** States are told from the start of a task, which may come before the submit returns. */
  private async submit(ready: readonly Ready[]): Promise<SubmitOutcome[]> {
    for (const { incoming, id } of ready) this.openCalls.add(incoming.call, id);
    let outcomes: SubmitOutcome[] = [];
    try {
      outcomes = await this.submitter.submit(ready);
      return outcomes;
    } finally {
      for (const [i, { id }] of ready.entries())
        if (outcomes[i] === 'stored') this.openCalls.stored([id]);
        else this.openCalls.forget(id);
    }
  }
}

export function runOf({ incoming, id }: Ready): Run {
  return { celeryId: incoming.call.id, id };
}

function isRefused(outcome: SubmitOutcome | undefined): outcome is Refusal {
  return outcome !== undefined && outcome !== 'stored' && !(outcome instanceof QueueFullError);
}
