import type { Telemetry } from 'bullmq';

/** Receives events from BullMQ's queues and workers. */
export type QueueTelemetry = Telemetry;

let telemetry: QueueTelemetry | undefined;

/** Makes every queue and worker created from here on report to `one`. Call it before the application is built. */
export function useTelemetry(one: QueueTelemetry): void {
  telemetry = one;
}

/** The telemetry option of queues and workers; empty without tracing. */
export function telemetryOption(): { telemetry?: QueueTelemetry } {
  return telemetry ? { telemetry } : {};
}
