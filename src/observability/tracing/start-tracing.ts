import { loadEnvironment } from '../../platform/config/load-environment.js';
import { otlpFormat } from '../../platform/config/otel-environment.js';
import type { ServiceName, Tracing } from './tracing.js';

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
