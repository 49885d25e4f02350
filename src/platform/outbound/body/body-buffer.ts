import { ResponseTooLargeError } from '../outbound.errors.js';

const FIRST_CAPACITY_BYTES = 16_384;

/**
 * Collects a body up to a limit. It copies each chunk: a chunk is a view of the network buffer that it arrived in, and
 * a body in chunks of one byte would keep all of these buffers in memory, which no body limit bounds.
 */
export class BodyBuffer {
  private memory = Buffer.alloc(0);
  private length = 0;

  constructor(private readonly limitBytes: number) {}

  /** @throws ResponseTooLargeError, and leaves the content unchanged */
  append(chunk: Uint8Array): void {
    const length = this.length + chunk.length;
    if (length > this.limitBytes) throw new ResponseTooLargeError('body', this.limitBytes);
    if (length > this.memory.length) this.grow(length);
    this.memory.set(chunk, this.length);
    this.length = length;
  }

  /** The content collected so far. */
  content(): Buffer {
    return this.memory.subarray(0, this.length);
  }

  /** Doubles the capacity, so that many small chunks are not copied repeatedly. */
  private grow(atLeast: number): void {
    const capacity = Math.max(
      atLeast,
      Math.min(this.memory.length * 2, this.limitBytes),
      FIRST_CAPACITY_BYTES,
    );
    const memory = Buffer.alloc(capacity);
    memory.set(this.content());
    this.memory = memory;
  }
}
