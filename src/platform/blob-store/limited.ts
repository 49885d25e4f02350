import { BlobsFullError } from './blob-store.js';

/** The bytes left under a limit. */
export interface Room {
  readonly bytes: number;
  readonly limitBytes: number;
}

/**
 * Passes a stream on until it is longer than the room. Without a limit, the stream itself.
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
