import { Injectable } from '@nestjs/common';
import { DiscardTask, RetryTask } from '../../../src/core/index.js';
import { OutboundError } from '../../../src/platform/outbound/outbound.errors.js';
import { retryAfterMs } from '../../../src/platform/outbound/retry-after.js';
import { SafeFetch, type SafeResponse } from '../../../src/platform/outbound/safe-fetch.js';

const MAX_BYTES = 10 * 1_048_576;
const MAX_WAIT_MS = 3_600_000;

/** Loads images from URLs that others have written, from public addresses only. */
@Injectable()
export class RemoteImages {
  constructor(private readonly safeFetch: SafeFetch) {}

  /**
   * @returns the file, at most 10 MiB of anything: only the decoder knows whether it is an image
   * @throws DiscardTask if it can never be loaded; RetryTask or OutboundError if it may be later
   */
  async load(url: string, signal: AbortSignal): Promise<Buffer> {
    const response = await this.safeFetch
      .fetch(url, { headers: { accept: 'image/*' }, maxBytes: MAX_BYTES, signal })
      .catch(refuseForGood);
    refuseStatus(response);
    return response.body;
  }
}

function refuseForGood(error: unknown): never {
  if (error instanceof OutboundError && error.permanent)
    throw new DiscardTask(error.message, { cause: error });
  throw error;
}

function refuseStatus({ statusCode, headers }: SafeResponse): void {
  if (statusCode >= 200 && statusCode <= 299) return;
  const message = `The server of the image responded with ${statusCode}: expected a status from 200 to 299`;
  if (statusCode !== 429 && statusCode < 500) throw new DiscardTask(message);
  const [header] = [headers['retry-after'] ?? []].flat();
  throw new RetryTask(message, Math.min(retryAfterMs(header, Date.now()), MAX_WAIT_MS));
}
