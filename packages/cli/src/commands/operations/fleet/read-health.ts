import { type components, UnreachableError } from '@celeriac/client';
import type { Session } from '../../../cli.js';
import { ExitCode } from '../../../exit-code.js';
import { pairText } from '../../../output/details.js';
import type { Style } from '../../../output/style.js';
import { withReadableTimes } from '../../../output/times.js';

export type Health = components['schemas']['HealthDto'];

const SILENT_MS = 10_000;

/**
 * The health of the service, which is in the body of a 503, too. Not repeated as other requests are: the first answer is
 * the finding.
 */
export async function readHealth({ settings }: Pick<Session, 'settings'>): Promise<Health> {
  const unreachable = (cause: unknown) => new UnreachableError(`${settings.url} does not answer`, { cause });
  const response = await fetch(`${settings.url}/health`, { signal: AbortSignal.timeout(SILENT_MS) }).catch(
    (error: unknown) => {
      throw unreachable(error);
    },
  );
  const body: unknown = await response.json().catch(() => undefined);
  if (isHealth(body)) return body;
  throw unreachable(new Error(`an answer that is no health: ${response.status}`));
}

/** taskFailed unless the service is healthy; what is degraded still works. */
export function healthExit({ status }: Health): ExitCode {
  return status === 'ok' || status === 'degraded' ? ExitCode.ok : ExitCode.taskFailed;
}

/** One line for the whole, and one for each check with its facts. */
export function healthText({ status, details }: Health, style: Style): string {
  const checks = Object.entries(details);
  const width = Math.max(0, ...checks.map(([name]) => name.length));
  const lines = checks.map(([name, { status: state, ...facts }]) =>
    `  ${name.padEnd(width)}  ${colored(state, style)}  ${factsText(facts)}`.trimEnd(),
  );
  return [`The service is ${colored(status, style)}`, ...lines].join('\n');
}

function factsText(facts: object): string {
  return Object.entries(facts)
    .map(([name, value]) => (name === 'message' ? withReadableTimes(String(value)) : pairText([name, value])))
    .join(' ');
}

function colored(status: string, style: Style): string {
  if (status === 'ok' || status === 'up') return style.green(status);
  return status === 'degraded' ? style.yellow(status) : style.red(status);
}

function isHealth(body: unknown): body is Health {
  return typeof body === 'object' && body !== null && 'details' in body && 'status' in body;
}
