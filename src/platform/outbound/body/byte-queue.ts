/** Says how much of what it was given it has used, as the streams of node:zlib do. */
export interface Consumer {
  readonly bytesWritten: number;
}

/**
 * Bytes that come in chunks, read a few at a time, or as a stream whose reader takes more than it uses: what it has
 * not used stays in the queue.
 */
export class ByteQueue {
  private readonly chunks: Buffer[] = [];
  private length = 0;
  private pulling: Promise<boolean> | undefined;
  /** Of the consumer that reads ahead: bytes that it has used and that are gone from the queue. */
  private dropped = 0;

  constructor(private readonly source: AsyncIterator<Uint8Array>) {}

  /** The first bytes, fewer where there are no more. They stay. */
  async peek(count: number): Promise<Buffer> {
    while (this.length < count && (await this.pull()));
    return this.first(Math.min(count, this.length));
  }

  /** The same, and they are gone. */
  async take(count: number): Promise<Buffer> {
    const bytes = await this.peek(count);
    this.drop(bytes.length);
    return bytes;
  }

  /** Everything from here on for a consumer that finds out itself where it ends: then `skipTo` is due. */
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

  /** Drops exactly what a consumer has used that read ahead. */
  skipTo({ bytesWritten }: Consumer): void {
    this.drop(bytesWritten - this.dropped);
    this.dropped = bytesWritten;
  }

  /** Does not wait: what is still to come may take as long as it likes. */
  close(): void {
    void this.source.return?.().catch(() => undefined);
  }

  /** Drops chunks that were used as a whole. Returns how many. */
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

  /** One chunk more, for whoever asks first and whoever asks meanwhile. False: there is none. */
  private pull(): Promise<boolean> {
    this.pulling ??= this.receive().finally(() => (this.pulling = undefined));
    this.pulling.catch(() => undefined); // nobody may be waiting any more
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
