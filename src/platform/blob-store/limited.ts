import { BlobsFullError } from './blob-store.js';

/** The space left under a limit. */
export interface Room {
  readonly bytes: number;
  readonly limitBytes: number;
}

/**
 * Passes a stream through until it exceeds the space left. Without a limit, returns the stream itself.
 *
 * @throws BlobsFullError in place of the first chunk that does not fit
 */
export function limited(
  source: AsyncIterable<Uint8Array>,
  room: Room | undefined,
): AsyncIterable<Uint8Array> {
  return room === undefined ? source : upTo(source, room);
}

async function* upTo(source: AsyncIterable<Uint8Array>, { bytes, limitBytes }: Room) {
  let left = bytes;
  for await (const chunk of source) {
    left -= chunk.length;
    if (left < 0) throw new BlobsFullError(limitBytes);
    yield chunk;
  }
}
