import { Injectable } from '@nestjs/common';
import { EventLoopMonitor } from '../isolation/event-loop-monitor.js';
import { ClockSkewGuard } from './clock-skew-guard.js';
import { MemoryGuard } from './memory-guard.js';

/** Watches what this process needs to execute tasks safely: a free event loop, memory and a correct clock. */
@Injectable()
export class ProcessGuards {
  constructor(
    private readonly loop: EventLoopMonitor,
    private readonly memory: MemoryGuard,
    private readonly clock: ClockSkewGuard,
  ) {}

  /** @param onClockChange called when the clock becomes wrong or correct */
  start(onClockChange: () => void): void {
    this.loop.start();
    this.memory.start();
    this.clock.start(onClockChange);
  }

  stop(): void {
    this.loop.stop();
    this.memory.stop();
    this.clock.stop();
  }
}
