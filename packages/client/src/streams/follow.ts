import { isTransient } from '../errors.js';
import { pause } from '../transport/pause.js';
import { EventParser, type RawEvent } from './parse-events.js';
import { readTexts } from './read-texts.js';

export interface FollowOptions {
  /** Requests the stream. Resolves with nothing if no further event exists. */
  readonly open: (lastEventId: string | undefined) => Promise<ReadableStream<Uint8Array> | undefined>;
  /** Type of the event after which no other follows. */
  readonly finalEvent: string | undefined;
  /** Starts after this event. */
  readonly lastEventId: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Time without a connection after which the error of the last attempt is thrown. */
  readonly reconnectForMs: number;
}

interface Position {
  lastEventId: string | undefined;
  /** Time before the next connection, as the stream has set it. */
  retryMs: number;
  /** When the last connection was alive; undefined before the first one. */
  aliveAt?: number;
}

/**
 * The events of a stream up to its final one. A connection that ends earlier is opened again, and continues after the
 * last event received.
 *
 * @throws the error of the first connection, the reason of the signal, and any refusal that waiting does not change
 */
export async function* follow(options: FollowOptions): AsyncGenerator<RawEvent> {
  const { signal, reconnectForMs } = options;
  const position: Position = { lastEventId: options.lastEventId, retryMs: 2_000 };
  for (;;) {
    try {
      if (yield* connect(options, position)) return;
    } catch (error) {
      signal?.throwIfAborted();
      const isLost = Date.now() > (position.aliveAt ?? 0) + reconnectForMs;
      if (isLost || !isTransient(error)) throw error;
    }
    await pause(position.retryMs, signal);
  }
}

/** The events of one connection. Returns true after the final one. */
async function* connect(
  { open, finalEvent, signal }: FollowOptions,
  position: Position,
): AsyncGenerator<RawEvent, boolean> {
  const parser = new EventParser(position.lastEventId);
  const body = await open(position.lastEventId);
  if (body === undefined) return true;
  for await (const text of readTexts(body, signal)) {
    position.aliveAt = Date.now();
    for (const event of parser.take(text)) {
      position.lastEventId = event.id;
      yield event;
      if (event.event === finalEvent) return true;
    }
    position.retryMs = parser.retryMs ?? position.retryMs;
  }
  return false;
}
