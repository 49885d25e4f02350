import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { EventStream } from './event-stream.js';
import { OpenResponseLimit } from './open-response-limit.js';
import { RefusedError } from '../problems/refused-error.js';

const PING_EVERY_MS = 15_000;

/** After a stop the clients come back within this time, not all at once. */
const RETURN_WITHIN_MS = 5_000;

/** Streams end with their tasks: there may be room in a moment. */
const RETRY_AFTER_S = 5;

/** The event streams that are open in this process: keeps them alive, and ends them when the process stops. */
@Injectable()
export class EventStreams implements BeforeApplicationShutdown {
  private readonly streams = new Set<EventStream>();
  private pings: NodeJS.Timeout | undefined;
  private isStopping = false;

  constructor(private readonly held: OpenResponseLimit) {}

  /** How many are open. */
  get size(): number {
    return this.streams.size;
  }

  /**
   * Answers with a stream. While the process stops it ends at once: the client comes back and finds another one.
   *
   * @throws RefusedError, a 429, where too many are open
   */
  open(response: Response): EventStream {
    if (!this.held.tryHold(response)) throw tooMany();
    const stream = new EventStream(response);
    stream.start();
    if (this.isStopping) end(stream);
    else this.keep(stream);
    return stream;
  }

  /** To be called before a server waits for its requests to end: a stream lasts as long as its task. */
  endAll(): void {
    this.isStopping = true;
    clearInterval(this.pings);
    for (const stream of this.streams) end(stream);
  }

  beforeApplicationShutdown(): void {
    this.endAll();
  }

  private keep(stream: EventStream): void {
    this.pings ??= setInterval(() => this.pingAll(), PING_EVERY_MS).unref();
    this.streams.add(stream);
    void stream.closed.then(() => this.streams.delete(stream));
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
