import { Logger } from '@nestjs/common';
import type { Response } from 'express';

/** What may wait in memory for a client that reads too slowly. It can come back, and goes on where it was. */
export const MAX_WAITING_BYTES = 1_048_576;

/** After this a client that was cut off tries again. */
const RETRY_MS = 2_000;

/** How long a client may take nothing of what still waits for it after the end. */
const LINGER_MS = 30_000;

export interface ServerSentEvent {
  /** What the client sends as `Last-Event-ID` when it comes back. */
  readonly id: string;
  readonly event: string;
  /** JSON */
  readonly data: unknown;
}

/** A response that stays open and carries server-sent events (WHATWG HTML, section 9.2). */
export class EventStream {
  /** Resolves when the client has hung up, or everything has reached it after the end. */
  readonly closed: Promise<void>;
  /** Resolves when nothing more can be sent: at the end, which is before all of it has reached the client, or as `closed`. */
  readonly over: Promise<void>;
  private finish: () => void = () => undefined;
  private readonly logger = new Logger(EventStream.name);

  constructor(private readonly response: Response) {
    this.closed = new Promise((resolve) => {
      if (response.destroyed) resolve();
      response.once('close', resolve);
    });
    this.over = new Promise((resolve) => {
      this.finish = resolve;
      void this.closed.then(resolve);
    });
    response.on('error', () => undefined); // a client that hung up while something was on its way
  }

  get isOpen(): boolean {
    return !this.response.destroyed && !this.response.writableEnded;
  }

  /** Answers 200 and keeps the response open. */
  start(): void {
    if (!this.isOpen) return;
    this.response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no', // nginx would keep it back
    });
    this.write(retry(RETRY_MS));
  }

  /** Sends events together. A client that has not taken enough of the ones before is cut off instead. */
  send(events: readonly ServerSentEvent[]): void {
    if (!this.isOpen || events.length === 0) return;
    if (this.response.writableLength > MAX_WAITING_BYTES) return this.drop();
    this.write(events.map(frame).join(''));
  }

  /** Keeps proxies from taking the silence for the end. */
  ping(): void {
    if (this.isOpen) this.write(': ping\n\n');
  }

  /** Resolves when the client has taken nearly all that was sent, or is gone. */
  async drained(): Promise<void> {
    if (!this.response.writableNeedDrain) return;
    const drain = new Promise<void>((resolve) => this.response.once('drain', resolve));
    await Promise.race([drain, this.closed]);
  }

  /** @param retryMs when the client is to come back, if not as soon as usual */
  end(retryMs?: number): void {
    if (!this.isOpen) return;
    if (retryMs !== undefined) this.write(retry(retryMs));
    this.response.end();
    this.finish();
    this.response.setTimeout(LINGER_MS, () => this.response.destroy());
  }

  private drop(): void {
    this.logger.warn(
      `Client reads its event stream too slowly; disconnected with ${this.response.writableLength} bytes unsent`,
      { request_id: this.response.getHeader('X-Request-Id') },
    );
    this.response.destroy();
  }

  private write(text: string): void {
    this.response.write(text);
  }
}

/** JSON has no line breaks of its own, so that one `data` line is enough. */
function frame({ id, event, data }: ServerSentEvent): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function retry(ms: number): string {
  return `retry: ${ms}\n\n`;
}
