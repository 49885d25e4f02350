import { loadEnvironment } from '../../platform/config/load-environment.js';
import { otlpFormat } from '../../platform/config/otel-environment.js';

/** Service name in traces, unless OTEL_SERVICE_NAME is set. */
export type ServiceName = 'celeriac-api' | 'celeriac-worker';

/** Tracing in this process or thread. */
export interface Tracing {
  /** Sends the remaining spans, for two seconds at most. */
  stop(): Promise<void>;
}

const nothing: Tracing = { stop: () => Promise.resolve() };

/**
 * Starts tracing if the environment enables it. Call it before the application is created: queues, workers and servers
 * created earlier are not traced. If tracing is off, OpenTelemetry's SDK is not even loaded.
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
