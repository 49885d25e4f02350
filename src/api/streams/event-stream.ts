import { Logger } from '@nestjs/common';
import type { Response } from 'express';

/** Maximum number of unsent bytes for a slow client, which can reconnect and continue where it was. */
export const MAX_WAITING_BYTES = 1_048_576;

/** Delay before a disconnected client reconnects. */
const RETRY_MS = 2_000;

/** Time for which a client may stop reading the rest after the end. */
const LINGER_MS = 30_000;

export interface ServerSentEvent {
  /** Sent by the client as `Last-Event-ID` when it reconnects. */
  readonly id: string;
  readonly event: string;
  /** JSON */
  readonly data: unknown;
}

/** A response that stays open and carries server-sent events (WHATWG HTML, section 9.2). */
export class EventStream {
  /** Resolves when the client has disconnected, or has received everything after the end. */
  readonly closed: Promise<void>;
  /** Resolves when nothing more can be sent: at the end, before all data has reached the client, or on disconnect. */
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
    response.on('error', () => undefined); // a client that disconnected during a write
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
      'X-Accel-Buffering': 'no', // prevents buffering in nginx
    });
    this.write(retry(RETRY_MS));
  }

  /** Sends events together. A client that is too slow with earlier ones is disconnected instead. */
  send(events: readonly ServerSentEvent[]): void {
    if (events.length > 0) this.sendFrames(events.map((event) => frame(event)).join(''));
  }

  /** The same for events that are framed already, because many streams send them. */
  sendFrames(frames: string | Buffer): void {
    if (!this.isOpen) return;
    if (this.response.writableLength > MAX_WAITING_BYTES) return this.drop();
    this.response.write(frames);
  }

  /** True while the client has not read what was sent last. */
  get isBehind(): boolean {
    return this.response.writableNeedDrain;
  }

  /** Prevents proxies from closing a silent connection. */
  ping(): void {
    if (this.isOpen) this.write(': ping\n\n');
  }

  /** Resolves when nearly all data has been sent, or the client is gone. */
  async drained(): Promise<void> {
    if (!this.response.writableNeedDrain) return;
    const drain = new Promise<void>((resolve) => this.response.once('drain', resolve));
    await Promise.race([drain, this.closed]);
  }

  /** @param retryMs reconnection delay, if other than the default */
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

/**
 * JSON has no raw line breaks, so one `data` line is enough.
 *
 * @param json of the data, if it is known already
 */
export function frame({ id, event, data }: ServerSentEvent, json = JSON.stringify(data)): string {
  return `id: ${id}\nevent: ${event}\ndata: ${json}\n\n`;
}

function retry(ms: number): string {
  return `retry: ${ms}\n\n`;
}
