import { OutboundError } from '../outbound/outbound.errors.js';
import { SafeFetch, type SafeResponse } from '../outbound/safe-fetch.js';
import { DiscardTask } from '../queue/task-outcome.js';
import { Task, type TaskContext, type TaskHandler } from '../queue/task.js';
import { decodeBody } from './decode-body.js';
import { FetchPayload, FetchedDto } from './fetch.dto.js';

/** Fetches a URL and keeps what came as the result. Safe to repeat: it only reads. */
@Task({
  name: 'fetch.store',
  summary: 'Fetches a public URL and keeps what came',
  queue: 'fetch',
  payload: FetchPayload,
  result: FetchedDto,
  example: { url: 'https://example.com/data.json' },
})
export class FetchUrlTask implements TaskHandler<FetchPayload, FetchedDto> {
  constructor(private readonly safeFetch: SafeFetch) {}

  async run({ url }: FetchPayload, { signal }: TaskContext): Promise<FetchedDto> {
    return resultOf(await this.fetch(url, signal));
  }

  /** What trying again cannot change (a refused address, a body that is too large) ends the task at once. */
  private async fetch(url: string, signal: AbortSignal): Promise<SafeResponse> {
    try {
      return await this.safeFetch.fetch(url, { signal });
    } catch (error) {
      const isPermanent = error instanceof OutboundError && error.permanent;
      throw isPermanent ? new DiscardTask(error.message, { cause: error }) : error;
    }
  }
}

function resultOf({ statusCode, finalUrl, contentType, body, bytes }: SafeResponse): FetchedDto {
  return {
    status: 'complete',
    data: decodeBody(body, contentType),
    content_type: contentType,
    status_code: statusCode,
    final_url: finalUrl,
    bytes,
  };
}
