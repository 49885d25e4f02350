import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { retryAfterMs } from '../../../platform/outbound/retry-after.js';
import { userAgent } from '../../../platform/outbound/request-headers.js';
import { SafeFetch, type StreamedResponse } from '../../../platform/outbound/safe-fetch.js';
import { within } from '../../../platform/timing/within.js';
import { signatureHeaders } from './webhook-signature.js';

/** A plain acknowledgement is never larger or slower. */
const ANSWER_BYTES = 65_536;
const ANSWER_MS = 2_000;

/** A receiver's answer, reduced to its status and Retry-After. */
export interface WebhookAnswer {
  readonly statusCode: number;
  /** 0 if the receiver does not set it. */
  readonly retryAfterMs: number;
}

/** One delivery attempt. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly body: string;
}

/** Sends webhooks: signed, to public addresses only, reading only the status of the answer. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly safeFetch: SafeFetch,
    private readonly config: Config,
  ) {}

  /**
   * Sends one POST. Redirects are not followed.
   *
   * @throws OutboundError, the signal's reason, or an Error without a signing secret
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
 * Reads a small body to its end, so that the receiver is not interrupted while answering, and abandons a large or slow
 * one. Errors are ignored: the status has been read.
 */
async function discard({ body }: StreamedResponse): Promise<void> {
  await within(drain(body), ANSWER_MS, () => undefined).catch(() => undefined);
}

async function drain(body: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _chunk of body);
}
