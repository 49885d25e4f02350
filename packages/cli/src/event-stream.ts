import { setTimeout as wait } from 'node:timers/promises';
import { ProblemError } from '@celeriac/client';

/** One server-sent event. */
export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
}

/** What a request for a stream has besides its parameters. */
interface StreamRequest {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  readonly parseAs: 'stream';
}

interface StreamAnswer {
  readonly data?: ReadableStream<Uint8Array> | null | undefined;
  readonly response: Response;
}

const DEFAULT_RETRY_MS = 2_000;

/**
 * The events of a stream until the API has no more. Reconnects after its last event when a connection ends; without a
 * first connection, and when the API refuses a later one, it rejects.
 *
 * @param signal ends it without an error
 * @param open requests the stream of the API
 */
export async function* readEvents(
  signal: AbortSignal,
  open: (request: StreamRequest) => Promise<StreamAnswer>,
): AsyncGenerator<StreamEvent> {
  let lastId: string | undefined;
  let retryMs = DEFAULT_RETRY_MS;
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    try {
      const headers: Record<string, string> = lastId === undefined ? {} : { 'Last-Event-ID': lastId };
      const { data, response } = await open({ headers, signal, parseAs: 'stream' });
      if (response.status === 204 || !data) return;
      for await (const { id, retry, event = 'message', data: json } of blocksOf(data)) {
        lastId = id ?? lastId;
        retryMs = retry === undefined ? retryMs : Number(retry);
        if (json !== undefined) yield { event, data: JSON.parse(json) };
      }
    } catch (error) {
      if (!signal.aborted && (isFirst || error instanceof ProblemError)) throw error;
    }
    await wait(retryMs, undefined, { signal }).catch(() => undefined);
  }
}

type Block = Partial<Record<'id' | 'retry' | 'event' | 'data', string>>;

async function* blocksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Block> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    const blocks = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    yield* blocks.map((block) => Object.fromEntries(block.split('\n').map(fieldOf)));
  }
}

function fieldOf(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
}
