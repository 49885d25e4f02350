import { ConfigError, type Environment } from './config.js';

/** Protocols for sending spans to the collector. */
export type OtlpFormat = 'protobuf' | 'json';

const FORMATS: ReadonlyMap<string, OtlpFormat> = new Map([
  ['http/protobuf', 'protobuf'],
  ['http/json', 'json'],
]);

/** Applied to this process' environment. */
export function otlpFormat(): OtlpFormat | undefined {
  return otlpFormatOf(process.env);
}

/**
 * Reads whether and how to trace from OpenTelemetry's own variables. They are not our settings: they mean the same here
 * as in any program, and OpenTelemetry reads all others itself.
 *
 * @returns undefined when tracing is off
 * @throws ConfigError for an unknown protocol
 */
export function otlpFormatOf(environment: Environment): OtlpFormat | undefined {
  const value = (name: string) => environment[name]?.trim() || undefined;
  const endpoint = value('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ?? value('OTEL_EXPORTER_OTLP_ENDPOINT');
  const isOff =
    value('OTEL_SDK_DISABLED')?.toLowerCase() === 'true' || value('OTEL_TRACES_EXPORTER') === 'none';
  if (endpoint === undefined || isOff) return undefined;
  const problems: string[] = [];
  if (!/^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : ''))
    problems.push('OTEL_EXPORTER_OTLP_ENDPOINT must be a URL that starts with http:// or https://');
  const protocol =
    value('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') ?? value('OTEL_EXPORTER_OTLP_PROTOCOL') ?? 'http/protobuf';
  const format = FORMATS.get(protocol);
  if (format === undefined)
    problems.push(
      `OTEL_EXPORTER_OTLP_PROTOCOL is "${protocol}", but must be one of ${[...FORMATS.keys()].join(', ')}`,
    );
  if (problems.length > 0) throw new ConfigError(problems);
  return format;
}
