import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { retryAfterMs } from '../../../platform/outbound/retry-after.js';
import { userAgent } from '../../../platform/outbound/request-headers.js';
import { SafeFetch, type StreamedResponse } from '../../../platform/outbound/safe-fetch.js';
import { within } from '../../../platform/timing/within.js';
import { signatureHeaders } from './webhook-signature.js';

/** An answer that says only whether something was taken is not larger, and not slower. */
const ANSWER_BYTES = 65_536;
const ANSWER_MS = 2_000;

/** What a receiver said, as far as anyone is to know: the status, and when it wants to be asked again. */
export interface WebhookAnswer {
  readonly statusCode: number;
  /** 0 where it says nothing about it. */
  readonly retryAfterMs: number;
}

/** What is sent in one attempt. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly body: string;
}

/** Sends webhooks: signed, to public addresses only, and without a look at what comes back but its status. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly safeFetch: SafeFetch,
    private readonly config: Config,
  ) {}

  /**
   * One POST. No redirect is followed.
   *
   * @throws OutboundError, the signal's reason, or an Error where there is no secret
   */
  async send({ id, url, body }: Webhook, signal: AbortSignal): Promise<WebhookAnswer> {
    const { webhookSecrets = [], webhookTimeoutMs: timeoutMs } = this.config;
    const headers = {
      'content-type': 'application/json',
      'user-agent': userAgent('webhook'),
      ...signatureHeaders({ id, at: Date.now(), body }, webhookSecrets),
    };
    const limits = {
      maxRedirects: 0,
      maxBytes: ANSWER_BYTES,
      timeoutMs,
      firstByteTimeoutMs: timeoutMs,
      signal,
    };
    return this.safeFetch.stream(url, { method: 'POST', headers, body, ...limits }, async (response) => {
      await discard(response);
      const { statusCode, headers: answered } = response;
      return { statusCode, retryAfterMs: retryAfterMs(answered['retry-after'], Date.now()) };
    });
  }
}

/**
 * Takes a small body to its end, so that the other side is not interrupted while it answers; of a large or slow one
 * the rest is left. What goes wrong with it is nobody's business: the status has been read.
 */
async function discard({ body }: StreamedResponse): Promise<void> {
  await within(drain(body), ANSWER_MS, () => undefined).catch(() => undefined);
}

async function drain(body: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _chunk of body);
}
