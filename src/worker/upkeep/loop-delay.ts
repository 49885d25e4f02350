import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';

/** The sampling timer's own period, which is in every sample. A shorter one costs an idle worker more than it tells. */
const RESOLUTION_MS = 50;
const NS_PER_MS = 1e6;

/** How late the event loop is: what waits behind it (heartbeats, locks, every inline task) waits so much longer. */
@Injectable()
export class LoopDelay {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  start(): void {
    this.histogram.enable();
  }

  stop(): void {
    this.histogram.disable();
  }

  /** ms since the last call */
  take(): { p50: number; p99: number } {
    const taken = { p50: this.percentile(50), p99: this.percentile(99) };
    this.histogram.reset();
    return taken;
  }

  private percentile(percent: number): number {
    const late = this.histogram.percentile(percent) / NS_PER_MS - RESOLUTION_MS;
    return Math.max(0, Math.round(late * 10) / 10);
  }
}
