/** Reports how many of its input bytes it has used, like the streams of node:zlib. */
export interface Consumer {
  readonly bytesWritten: number;
}

/**
 * Buffers incoming chunks. They can be read a few bytes at a time, or as a stream by a consumer that takes more than it
 * uses: unused bytes stay in the queue.
 */
export class ByteQueue {
  private readonly chunks: Buffer[] = [];
  private length = 0;
  private pulling: Promise<boolean> | undefined;
  /** Bytes that the read-ahead consumer has used and that were removed from the queue. */
  private dropped = 0;

  constructor(private readonly source: AsyncIterator<Uint8Array>) {}

  /** Returns the first bytes without removing them; fewer at the end of the source. */
  async peek(count: number): Promise<Buffer> {
    while (this.length < count && (await this.pull()));
    return this.first(Math.min(count, this.length));
  }

  /** Returns the first bytes and removes them; fewer at the end of the source. */
  async take(count: number): Promise<Buffer> {
    const bytes = await this.peek(count);
    this.drop(bytes.length);
    return bytes;
  }

  /** Streams the rest to a consumer that finds the end itself. Call `skipTo` afterwards. */
  async *readAhead(consumer: Consumer): AsyncGenerator<Buffer> {
    this.dropped = 0;
    let given = 0;
    for (;;) {
      given -= this.dropUsed(consumer);
      while (given < this.chunks.length) {
        const chunk = this.chunks[given];
        given += 1;
        if (chunk) yield chunk;
      }
      if (!(await this.pull())) return;
    }
  }

  /** Removes exactly the bytes that a read-ahead consumer has used. */
  skipTo({ bytesWritten }: Consumer): void {
    this.drop(bytesWritten - this.dropped);
    this.dropped = bytesWritten;
  }

  /** Does not wait: the rest of the source may take arbitrarily long. */
  close(): void {
    void this.source.return?.().catch(() => undefined);
  }

  /** Removes chunks that were used completely, and returns their number. */
  private dropUsed({ bytesWritten }: Consumer): number {
    let count = 0;
    for (
      let [chunk] = this.chunks;
      chunk && this.dropped + chunk.length <= bytesWritten;
      [chunk] = this.chunks
    ) {
      this.dropped += chunk.length;
      this.drop(chunk.length);
      count += 1;
    }
    return count;
  }

  /** Receives one more chunk; concurrent calls share it. Resolves to false at the end of the source. */
  private pull(): Promise<boolean> {
    this.pulling ??= this.receive().finally(() => (this.pulling = undefined));
    this.pulling.catch(() => undefined); // the caller may have stopped waiting
    return this.pulling;
  }

  private async receive(): Promise<boolean> {
    const next = await this.source.next();
    if (next.done) return false;
    this.chunks.push(Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length));
    this.length += next.value.length;
    return true;
  }

  private first(count: number): Buffer {
    const [chunk = Buffer.alloc(0)] = this.chunks;
    return chunk.length >= count ? chunk.subarray(0, count) : Buffer.concat(this.chunks, count);
  }

  private drop(count: number): void {
    this.length -= count;
    for (let left = count; left > 0;) {
      const [chunk = Buffer.alloc(0)] = this.chunks;
      if (chunk.length > left) this.chunks[0] = chunk.subarray(left);
      else this.chunks.shift();
      left -= Math.min(left, chunk.length);
    }
  }
}
