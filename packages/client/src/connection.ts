import type { Client } from 'openapi-fetch';
import type { CallOptions, EventsOptions } from './call-options.js';
import { EndWaiter } from './handles/wait-for-end.js';
import type { paths } from './openapi.js';
import { follow } from './streams/follow.js';

/** The options of a request for a stream. */
interface StreamCall extends CallOptions {
  readonly parseAs: 'stream';
  readonly headers: Record<string, string>;
}

interface StreamAnswer {
  readonly data?: ReadableStream<Uint8Array> | null;
}

/** The part of a client that handles share: its requests and streams. */
export class Connection {
  readonly waiter = new EndWaiter();

  constructor(
    readonly api: Client<paths>,
    private readonly reconnectForMs: number,
  ) {}

  /**
   * The events of a stream, with their data parsed.
   *
   * @param open requests the stream, which must be one of events of the type `Event`
   * @param finalEvent type of the event after which no other follows
   */
  async *follow<Event>(
    open: (call: StreamCall) => Promise<StreamAnswer>,
    { signal, lastEventId }: EventsOptions = {},
    finalEvent?: string,
  ): AsyncGenerator<Event> {
    const events = follow({
      open: async (id) => {
        const headers: Record<string, string> = id === undefined ? {} : { 'Last-Event-ID': id };
        const { data } = await open({ parseAs: 'stream', headers, ...(signal && { signal }) });
        return data ?? undefined;
      },
      finalEvent,
      lastEventId,
      signal,
      reconnectForMs: this.reconnectForMs,
    });
    for await (const { id, event, data } of events)
      yield { type: event, id, data: JSON.parse(data) as unknown } as Event;
  }
}

/** The body of an answer: the client has thrown if it was an error. */
export function dataOf<Data>({ data }: { readonly data?: Data }): Data {
  return data as Data;
}
