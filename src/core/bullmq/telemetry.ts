import type { Telemetry } from 'bullmq';

/** Receives events from BullMQ's queues and workers. */
export type QueueTelemetry = Telemetry;
