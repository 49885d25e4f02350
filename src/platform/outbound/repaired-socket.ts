import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { ResponseHead, brokenHeader } from './response-head.js';

/**
 * Wraps a connection and repairs response heads for node:http (see `ResponseHead`). All else, errors and the end
 * included, passes through.
 */
export class RepairedSocket extends Duplex {
  private readonly head: ResponseHead;

  constructor(
    private readonly socket: Socket,
    limitBytes: number,
  ) {
    super({ allowHalfOpen: false });
    this.head = new ResponseHead(limitBytes);
    socket.on('data', (chunk: Buffer) => this.deliver(this.head.read(chunk)));
    socket.on('end', () => {
      this.deliver(this.head.rest());
      this.push(null);
    });
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => {
      if (!socket.readableEnded) this.destroy();
    });
  }

  /** See `brokenHeader`. */
  get brokenHeader(): string | undefined {
    return brokenHeader(this.head.text);
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.socket.write(chunk, encoding, callback);
  }

  override _final(callback: () => void): void {
    this.socket.end(callback);
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.socket.destroy(error ?? undefined);
    callback(error);
  }

  private deliver(bytes: Buffer): void {
    if (bytes.length > 0 && !this.push(bytes)) this.socket.pause();
  }
}
