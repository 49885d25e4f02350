import { loadEnvironment } from '../../platform/config/load-environment.js';
import { otlpFormat } from '../../platform/config/otel-environment.js';

/** Which program traces, where OTEL_SERVICE_NAME does not say. */
export type ServiceName = 'celeriac-api' | 'celeriac-worker';

/** What traces in this process, or thread. */
export interface Tracing {
  /** Sends what was not sent yet, for two seconds at most. */
  stop(): Promise<void>;
}

const nothing: Tracing = { stop: () => Promise.resolve() };

/**
 * Starts to trace, if the environment says so. Call it before the application is built: queues, workers and servers
 * that are made earlier are not traced. Where nothing is to be traced, nothing of OpenTelemetry's SDK is even loaded.
 *
 * @throws ConfigError
 */
export async function startTracing(service: ServiceName): Promise<Tracing> {
  await loadEnvironment();
  const format = otlpFormat();
  if (format === undefined) return nothing;
  const { startSdk } = await import('./sdk.js');
  return startSdk(service, format);
}
