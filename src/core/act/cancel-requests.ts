import { Injectable } from '@nestjs/common';
import { Keys } from '../redis/keys.js';
import { Subscriptions } from '../redis/subscriptions.js';

/** Time for which a request is remembered for a task that this process is about to start. */
const REMEMBERED_MS = 30_000;

/**
 * Receives requests to cancel in a worker. A request can arrive before the worker has noticed that it has the task, so
 * each is remembered for a while. Requests missed while disconnected are not lost, because they are in the task's
 * record: `onGap` is called when it must be checked.
 */
@Injectable()
export class CancelRequests {
  private readonly recent = new Map<string, { reason: string; at: number }>();

  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly keys: Keys,
  ) {}

  listen(onRequest: (id: string, reason: string) => void, onGap: () => void): void {
    const heard = (message: string) => {
      const { id, reason } = parseRequest(message);
      this.remember(id, reason);
      onRequest(id, reason);
    };
    void this.subscriptions.on(this.keys.control, heard, onGap);
  }

  /** The reason of a recent request for this task, if any. */
  recentReason(id: string): string | undefined {
    return this.recent.get(id)?.reason;
  }

  private remember(id: string, reason: string): void {
    const at = performance.now();
    for (const [old, request] of this.recent) {
      if (at - request.at < REMEMBERED_MS) break; // in order of arrival
      this.recent.delete(old);
    }
    this.recent.delete(id);
    this.recent.set(id, { reason, at });
  }
}

/** Parses `<id> <reason>`, as published by the script in `bullmq/revoke-job.ts`. */
function parseRequest(message: string): { id: string; reason: string } {
  const space = message.indexOf(' ');
  return { id: message.slice(0, space), reason: message.slice(space + 1) };
}
