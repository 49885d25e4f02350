import { Injectable } from '@nestjs/common';
import { FleetFeed } from '../../core/watch/fleet/fleet-feed.js';
import type { EventStream } from '../streams/event-stream.js';
import { FleetClient, type FramesOfTurn } from './fleet-client.js';
import type { FleetFilter } from './fleet-filter.js';

/** A stream ends after this time, and its client reconnects: its key may have been removed, or its session ended. */
const MAX_STREAM_MS = 900_000;

/** The clients of this process that stream the changes of all tasks. */
@Injectable()
export class FleetClients {
  private readonly clients = new Set<FleetClient>();
  private unfollow: (() => void) | undefined;

  constructor(private readonly feed: FleetFeed) {}

  add(stream: EventStream, filter: FleetFilter, lastEventId: string | undefined): void {
    const client = new FleetClient(stream, this.feed, filter, lastEventId);
    this.clients.add(client);
    this.unfollow ??= this.feed.follow(() => this.turn());
    client.look(new Map());
    const timer = setTimeout(() => stream.end(1), MAX_STREAM_MS).unref();
    void stream.over.then(() => {
      clearTimeout(timer);
      this.remove(client);
    });
  }

  private remove(client: FleetClient): void {
    this.clients.delete(client);
    if (this.clients.size > 0) return;
    this.unfollow?.();
    this.unfollow = undefined;
  }

  private turn(): void {
    const frames: FramesOfTurn = new Map();
    for (const client of this.clients) client.look(frames);
  }
}
