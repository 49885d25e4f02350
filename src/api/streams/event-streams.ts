import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { longTimer } from '../../platform/timing/long-timer.js';
import { findPrincipal } from '../access/principal.js';
import { EventStream } from './event-stream.js';
import { OpenResponseLimit } from './open-response-limit.js';
import { RefusedError } from '../problems/refused-error.js';

const PING_EVERY_MS = 15_000;

/** After a shutdown, clients reconnect within this time, not all at once. */
const RETURN_WITHIN_MS = 5_000;

/** Streams end with their tasks, so a slot may be free in a moment. */
const RETRY_AFTER_S = 5;

/** The open event streams of this process: keeps them alive, and ends them at shutdown. */
@Injectable()
export class EventStreams implements BeforeApplicationShutdown {
  private readonly streams = new Set<EventStream>();
  private pings: NodeJS.Timeout | undefined;
  private isStopping = false;

  constructor(private readonly held: OpenResponseLimit) {}

  /** Number of open streams. */
  get size(): number {
    return this.streams.size;
  }

  /**
   * Answers with a stream. During shutdown it ends at once, and the client reconnects to another process.
   *
   * @throws RefusedError, a 429, if too many are open
   */
  open(response: Response): EventStream {
    if (!this.held.tryHold(response)) throw tooMany();
    const stream = new EventStream(response);
    stream.start();
    if (this.isStopping) end(stream);
    else this.keep(stream, response);
    return stream;
  }

  /** Ends all streams. Call it before the server waits for its requests: a stream lasts as long as its task. */
  endAll(): void {
    this.isStopping = true;
    clearInterval(this.pings);
    for (const stream of this.streams) end(stream);
  }

  beforeApplicationShutdown(): void {
    this.endAll();
  }

  /** A stream does not outlive the token by which it was opened. */
  private endAtExpiry(stream: EventStream, response: Response): (() => void) | undefined {
    const { expiresAt } = findPrincipal(response.req) ?? {};
    if (expiresAt === undefined) return undefined;
    return longTimer(() => stream.end(), expiresAt - Date.now());
  }

  private keep(stream: EventStream, response: Response): void {
    this.pings ??= setInterval(() => this.pingAll(), PING_EVERY_MS).unref();
    this.streams.add(stream);
    const stopExpiry = this.endAtExpiry(stream, response);
    void stream.closed.then(() => {
      stopExpiry?.();
      this.streams.delete(stream);
    });
  }

  private pingAll(): void {
    for (const stream of this.streams) stream.ping();
  }
}

function end(stream: EventStream): void {
  stream.end(Math.ceil(Math.random() * RETURN_WITHIN_MS));
}

function tooMany(): RefusedError {
  const message = 'Too many event streams are open. Close some, or poll GET /tasks/{task_id}.';
  return new RefusedError('rate-limited', message, RETRY_AFTER_S);
}
