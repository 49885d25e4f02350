import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { BridgeCounters, type CountsByWord } from '../../bridges/celery/process/bridge-counters.js';
import { CeleryBridge } from '../../bridges/celery/process/celery-bridge.js';
import { MetricsRegistry } from './metrics-registry.js';

/** Counters of this bridge's work. */
@Injectable()
export class BridgeMetrics implements OnModuleInit {
  constructor(
    private readonly counters: BridgeCounters,
    private readonly bridge: CeleryBridge,
    private readonly registry: MetricsRegistry,
  ) {}

  onModuleInit(): void {
    const { counters } = this;
    this.byWord(
      'messages_taken',
      'queue',
      "Messages that this bridge has taken from Celery's queues",
      counters.taken,
    );
    this.byWord('messages_refused', 'reason', 'Messages from Celery that became no task', counters.refused);
    this.byWord(
      'control_commands',
      'method',
      'Control commands that this bridge has received',
      counters.commands,
    );
    this.total('ends_told', "Ends of tasks that Celery's result backend has", () => counters.endsTold);
    this.total('canvas_sent', 'Tasks sent for callbacks, chains and chords', () => counters.canvasSent);
    this.total('events_published', 'Messages with events for Flower', () => counters.eventsPublished);
    this.total(
      'reconnects',
      "Connections to Celery's broker that were made again",
      () => this.bridge.reconnects,
    );
    new Gauge({
      name: 'celeriac_celery_face',
      help: '1: this bridge answers control commands for the workers; one of all bridges does',
      registers: [this.registry],
      collect() {
        this.set(counters.isFace ? 1 : 0);
      },
    });
  }

  private total(name: string, help: string, count: () => number): void {
    new Counter({
      ...{ name: `celeriac_celery_${name}_total`, help, registers: [this.registry] },
      collect() {
        this.reset();
        this.inc(count());
      },
    });
  }

  private byWord(name: string, label: string, help: string, counts: CountsByWord): void {
    new Counter({
      ...{ name: `celeriac_celery_${name}_total`, help, registers: [this.registry], labelNames: [label] },
      collect() {
        this.reset();
        for (const [word, count] of counts.entries()) this.inc({ [label]: word }, count);
      },
    });
  }
}
