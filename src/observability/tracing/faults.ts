import { diag, DiagLogLevel } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { Logger } from '@nestjs/common';

/** Minimum interval between log lines about a collector that is down. */
const SAY_EVERY_MS = 60_000;

/** Logs OpenTelemetry's own errors: at most one line a minute, with the number of errors since the last one. */
export function sayFaults(): void {
  const logger = new Logger('Tracing');
  let saidAt = Number.NEGATIVE_INFINITY;
  let since = 0;
  const say = (what: unknown): void => {
    since += 1;
    if (performance.now() - saidAt < SAY_EVERY_MS) return;
    logger.warn(`Traces: ${textOf(what)}`, { faults: since });
    saidAt = performance.now();
    since = 0;
  };
  setGlobalErrorHandler(say);
  const nothing = () => undefined;
  diag.setLogger(
    { error: say, warn: say, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

/** A refused connection to a name with several addresses is an AggregateError with an empty message. */
function textOf(what: unknown): string {
  if (!(what instanceof Error)) return String(what);
  const code = 'code' in what && typeof what.code === 'string' ? what.code : what.name;
  return `the collector refused them: ${what.message || code}`;
}
