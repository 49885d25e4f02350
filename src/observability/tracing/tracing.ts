/** Service name in traces, unless OTEL_SERVICE_NAME is set. */
export type ServiceName = 'celeriac-api' | 'celeriac-worker';

/** Tracing in this process or thread. */
export interface Tracing {
  /** Sends the remaining spans, for two seconds at most. */
  stop(): Promise<void>;
}
