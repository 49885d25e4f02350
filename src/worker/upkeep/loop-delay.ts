import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';

/** The sampling period, which is part of every sample. A shorter one costs an idle worker more than it is worth. */
const RESOLUTION_MS = 50;
const NS_PER_MS = 1e6;

/** Measures the delay of the event loop, by which heartbeats, locks and every inline task are late. */
@Injectable()
export class LoopDelay {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  start(): void {
    this.histogram.enable();
  }

  stop(): void {
    this.histogram.disable();
  }

  /** Delays in ms since the last call. */
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
