import type { Telemetry } from 'bullmq';

/** Told of what BullMQ's queues and workers do. */
export type QueueTelemetry = Telemetry;

let telemetry: QueueTelemetry | undefined;

/** Has everything that is made from here on tell of what it does. Call it before the application is built. */
export function useTelemetry(one: QueueTelemetry): void {
  telemetry = one;
}

/** What queues and workers are made with: nothing where nothing is traced. */
export function telemetryOption(): { telemetry?: QueueTelemetry } {
  return telemetry ? { telemetry } : {};
}
