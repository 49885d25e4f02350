import { Injectable } from '@nestjs/common';
import { Keys } from '../redis/keys.js';
import { Subscriptions } from '../redis/subscriptions.js';

/** How long a request is remembered for a task that this process is only about to start. */
const REMEMBERED_MS = 30_000;

/**
 * Hears in a worker which running tasks are to stop. A request can come before the worker has noticed that the task
 * is its own, so each is remembered for a while. What is missed while the connection is down is not lost, it stands
 * in the task's record: `onGap` says when to look.
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

  /** The reason of a request for this task that came just now, if there was one. */
  recentReason(id: string): string | undefined {
    return this.recent.get(id)?.reason;
  }

  private remember(id: string, reason: string): void {
    const at = performance.now();
    for (const [old, request] of this.recent) {
      if (at - request.at < REMEMBERED_MS) break; // in the order of their coming
      this.recent.delete(old);
    }
    this.recent.delete(id);
    this.recent.set(id, { reason, at });
  }
}

/** `<id> <reason>`, as the script of `revocation.ts` publishes it. */
function parseRequest(message: string): { id: string; reason: string } {
  const space = message.indexOf(' ');
  return { id: message.slice(0, space), reason: message.slice(space + 1) };
}
