import type { QueueTelemetry } from '../../core/bullmq/telemetry.js';

/**
 * What the SDK has started, for applications created from then on. It belongs to the process: OpenTelemetry has one
 * provider in each.
 */
export const tracing: { queues?: QueueTelemetry } = {};

/** Service name in traces, unless OTEL_SERVICE_NAME is set. */
export type ServiceName = 'celeriac-api' | 'celeriac-worker' | 'celeriac-bridge';

/** Tracing in this process or thread. */
export interface Tracing {
  /** Sends the remaining spans, for two seconds at most. */
  stop(): Promise<void>;
}
