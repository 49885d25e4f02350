/** Number of ms in a unit of Celery's rates. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);
const RATE = /^(\d{1,15}(?:\.\d{0,15})?|\.\d{1,15}) ?(?:\/([smh]?))?$/;

/** At most `max` starts per `durationMs`; null: as many as come. */
export type Rate = { readonly max: number; readonly durationMs: number } | null;

/**
 * Reads Celery's notation of a rate: `100/s`, `10/m`, `0.5/h`, a number a second; 0, empty and null are no limit.
 *
 * @returns undefined if it is none
 */
export function readRate(value: unknown): Rate | undefined {
  if (value === null || value === '' || value === 0) return null;
  const [, number, unit] = RATE.exec(textOf(value).trim()) ?? [];
  const unitMs = UNITS.get(unit || 's');
  if (number === undefined || unitMs === undefined) return undefined;
  return rateOf(Number(number), unitMs);
}

/** Starts come in whole numbers: half a start a second is one in two. */
function rateOf(count: number, unitMs: number): Rate | undefined {
  if (count === 0) return null;
  if (Number.isInteger(count)) return { max: count, durationMs: unitMs };
  if (count > 1) return { max: Math.round(count * 1_000), durationMs: unitMs * 1_000 };
  return { max: 1, durationMs: Math.round(unitMs / count) };
}

function textOf(value: unknown): string {
  const isRead = typeof value === 'number' || (typeof value === 'string' && value.length <= 64);
  return isRead ? String(value) : '';
}
