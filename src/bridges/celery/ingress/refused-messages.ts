import { Injectable } from '@nestjs/common';
import { Broker, Keys } from '../../../core/index.js';
import { isoTime } from '../../../platform/timing/iso-time.js';
import { cutText } from '../protocol/own-field.js';
import type { Refusal } from './incoming.js';

const MOST_KEPT = 1_000;
const MAX_TEXT = 1_000;

/** Keeps the newest refused messages, cut, so that somebody can look into what Celery sends. */
@Injectable()
export class RefusedMessages {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
  ) {}

  /** @throws BrokerUnavailableError */
  async keep(refusals: readonly Refusal[]): Promise<void> {
    if (refusals.length === 0) return;
    const key = this.keys.bridge('celery', 'refused');
    const records = refusals.map((refusal) => JSON.stringify(recordOf(refusal)));
    const keeping = this.broker.producer
      .multi()
      .lpush(key, ...records)
      .ltrim(key, 0, MOST_KEPT - 1)
      .exec();
    await this.broker.ask(keeping);
  }
}

/** A refused message as it is kept. The body may hold anything, so only admins read it. */
function recordOf({ taken, call, reason, message, hasSecrets }: Refusal): object {
  const { headers, properties, body, queue } = taken;
  return {
    at: isoTime(Date.now()),
    ...{
      reason,
      message: cutText(message, MAX_TEXT),
      queue,
      task_id: call?.id ?? null,
      task: call?.task ?? null,
    },
    content_type: cutText(properties.contentType, MAX_TEXT),
    headers: hasSecrets ? null : cutText(jsonOf(headers), MAX_TEXT),
    body: hasSecrets ? null : cutText(body.subarray(0, 4 * MAX_TEXT).toString('utf8'), MAX_TEXT),
  };
}

/** Headers may be nested deeper than JSON can be written. */
function jsonOf(headers: object): string | null {
  try {
    return JSON.stringify(headers);
  } catch {
    return null;
  }
}
