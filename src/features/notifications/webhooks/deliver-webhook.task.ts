import { NamedError } from '../../../platform/errors/named-error.js';
import { OutboundRefusedError } from '../../../platform/outbound/outbound.errors.js';
import {
  DiscardTask,
  madeAt,
  RetryTask,
  Task,
  type TaskContext,
  type TaskHandler,
} from '../../../core/index.js';
import { isoTime } from '../../../platform/timing/iso-time.js';
import { DeliverWebhookPayload, DeliveredWebhookDto, EXAMPLE_URL } from './deliver-webhook.payload.js';
import { type WebhookAnswer, WebhookSender } from './webhook-sender.js';

const FOUR_HOURS_MS = 14_400_000;

/**
 * 5 s, 10 s, 20 s and so on up to 4 h: 18 attempts within 23 to 26 hours, so that a receiver may be down for a day. The
 * table is in docs/notifications.md.
 */
export const DELIVERY = {
  attempts: 18,
  backoff: { type: 'exponential', delayMs: 5_000, maxMs: FOUR_HOURS_MS, jitter: 0.1 },
} as const;

/** The receiver answered with a status other than 2xx. */
export class WebhookAnswerError extends NamedError {}

/**
 * Delivers one event. Safe to repeat: the receiver recognises it by its `webhook-id`, the task id, which is the same in
 * every attempt, including manual retries.
 */
@Task({
  name: 'notifications.deliver-webhook',
  summary: 'Deliver one event as a signed webhook',
  queue: 'webhooks',
  payload: DeliverWebhookPayload,
  result: DeliveredWebhookDto,
  example: { url: EXAMPLE_URL, type: 'report.finished', data: { report_id: 'r-42', pages: 3 } },
  ...DELIVERY,
})
export class DeliverWebhookTask implements TaskHandler<DeliverWebhookPayload, DeliveredWebhookDto> {
  constructor(private readonly sender: WebhookSender) {}

  async run(payload: DeliverWebhookPayload, { id, signal }: TaskContext): Promise<DeliveredWebhookDto> {
    const webhook = { id, url: payload.url, body: bodyOf(payload, id) };
    const answer = await this.sender.send(webhook, signal).catch(refuse);
    if (answer.statusCode >= 200 && answer.statusCode < 300) return { status_code: answer.statusCode };
    throw failure(answer);
  }
}

/** The body is identical in every attempt. */
function bodyOf({ type, timestamp, data }: DeliverWebhookPayload, id: string): string {
  return JSON.stringify({ type, timestamp: timestamp ?? isoTime(madeAt(id)), data });
}

/** A refused redirect may be gone by the next attempt; other refusals are permanent. */
function refuse(error: unknown): never {
  const isFinal = error instanceof OutboundRefusedError && !error.rule.startsWith('redirect-');
  throw isFinal ? new DiscardTask(error.message, { cause: error }) : error;
}

function failure({ statusCode, retryAfterMs }: WebhookAnswer): Error {
  const cause = new WebhookAnswerError(`The receiver responded with ${statusCode}`);
  if (statusCode === 410)
    return new DiscardTask('The receiver responded with 410: it accepts no more webhooks', { cause });
  return new RetryTask(cause.message, Math.min(retryAfterMs, FOUR_HOURS_MS), { cause });
}
