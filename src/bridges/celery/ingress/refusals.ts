import { Injectable, Logger } from '@nestjs/common';
import { BridgeCounters } from '../process/bridge-counters.js';
import type { CeleryCall } from '../calls/celery-call.js';
import { EndTeller } from '../egress/end-teller.js';
import { TaskEvents } from '../events/task-events.js';
import { cutText } from '../protocol/own-field.js';
import { revokedError } from '../protocol/python-error.js';
import type { PythonError } from '../protocol/result-meta.js';
import type { Incoming, Refusal } from './incoming.js';
import { RefusedMessages } from './refused-messages.js';

const MAX_LOGGED = 500;

/** Answers messages that become no task, and remembers them. */
@Injectable()
export class Refusals {
  private readonly logger = new Logger('CeleryIngress');

  constructor(
    private readonly teller: EndTeller,
    private readonly events: TaskEvents,
    private readonly messages: RefusedMessages,
    private readonly counters: BridgeCounters,
  ) {}

  /**
   * Tells the sender of each.
   *
   * @throws CeleryUnavailableError, BrokerUnavailableError
   */
  async refuse(refusals: readonly Refusal[]): Promise<void> {
    await this.messages.keep(refusals);
    const telling = refusals.flatMap(({ call, error }) => (call ? [this.tell(call, 'FAILURE', error)] : []));
    await Promise.all(telling);
    for (const refusal of refusals) this.note(refusal);
  }

  /** Ends tasks that were revoked before they arrived. @throws CeleryUnavailableError */
  async revoke(calls: readonly Incoming[]): Promise<void> {
    await Promise.all(calls.map(({ call }) => this.tell(call, 'REVOKED', revokedError('revoked'))));
    for (const { call } of calls) this.events.revoked(call, 'revoked');
  }

  private tell(call: CeleryCall, state: 'FAILURE' | 'REVOKED', error: PythonError): Promise<void> {
    return this.teller.tell(call, { state, error, traceback: null, endedAt: Date.now() });
  }

  private note({ taken: { queue }, call, reason, error, message }: Refusal): void {
    this.counters.refused.add(reason);
    if (call) this.events.refused(call, error);
    const shown = cutText(message, MAX_LOGGED) ?? '';
    this.logger.warn(`A message from Celery was refused: ${shown}`, { reason, queue, celery_id: call?.id });
  }
}
