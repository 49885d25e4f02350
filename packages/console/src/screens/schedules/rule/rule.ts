/** Times of a schedule as the builder has them. What it cannot show is a cron expression. */
export type Rule =
  | { readonly kind: 'every'; readonly amount: string; readonly unit: Unit }
  | { readonly kind: 'daily'; readonly time: string }
  | { readonly kind: 'weekly'; readonly time: string; readonly days: readonly number[] }
  | { readonly kind: 'monthly'; readonly time: string; readonly day: string }
  | { readonly kind: 'cron'; readonly text: string };

export type RuleKind = Rule['kind'];

export const UNITS = { s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;
export type Unit = keyof typeof UNITS;

/** By the number that cron has for them. */
export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const SHORT_DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

export interface WireRule {
  readonly cron: string | null;
  readonly every_ms: number | null;
}

const CLOCK = /^\d{1,2} \d{1,2}$/;

/** The rule that says the same as a stored one. */
export function ruleOf({ cron, every_ms: everyMs }: WireRule): Rule {
  if (everyMs !== null) return everyRule(everyMs);
  const text = cron ?? '';
  return clockRule(text.split(' ')) ?? { kind: 'cron', text };
}

/** The rule of an expression that names one time of certain days. */
function clockRule(fields: readonly string[]): Rule | undefined {
  const [minute = '', hour = '', day = '', month, weekday = ''] = fields;
  if (fields.length !== 5 || month !== '*' || !CLOCK.test(`${minute} ${hour}`)) return undefined;
  return ruleOfDays(`${pad(hour)}:${pad(minute)}`, day, weekday);
}

function ruleOfDays(time: string, day: string, weekday: string): Rule | undefined {
  if (weekday !== '*') {
    const days = day === '*' ? daysOf(weekday) : undefined;
    return days && { kind: 'weekly', time, days };
  }
  if (day === '*') return { kind: 'daily', time };
  return isDayOfMonth(day) ? { kind: 'monthly', time, day } : undefined;
}

/** The fields for the API; undefined while something is missing. */
export function wireOf(rule: Rule): WireRule | undefined {
  if (rule.kind === 'every') {
    const everyMs = Math.round(Number(rule.amount) * UNITS[rule.unit]);
    return rule.amount.trim() !== '' && everyMs >= 1_000 ? { cron: null, every_ms: everyMs } : undefined;
  }
  if (rule.kind === 'cron') return { cron: rule.text.trim().replace(/ +/g, ' '), every_ms: null };
  const [hour, minute] = rule.time.split(':').map(Number);
  if (hour === undefined || minute === undefined) return undefined;
  const days = daysFieldsOf(rule);
  return days === undefined ? undefined : { cron: `${minute} ${hour} ${days}`, every_ms: null };
}

function daysFieldsOf(rule: Exclude<Rule, { kind: 'every' | 'cron' }>): string | undefined {
  if (rule.kind === 'daily') return '* * *';
  if (rule.kind === 'monthly') return isDayOfMonth(rule.day) ? `${rule.day} * *` : undefined;
  if (rule.days.length === 0) return undefined;
  return `* * ${[...rule.days]
    .sort()
    .map((day) => SHORT_DAYS[day])
    .join(',')}`;
}

function everyRule(everyMs: number): Rule {
  const unit = (['d', 'h', 'min', 's'] as const).find((one) => everyMs % UNITS[one] === 0) ?? 's';
  return { kind: 'every', amount: String(everyMs / UNITS[unit]), unit };
}

/** `L` is the last one. */
function isDayOfMonth(text: string): boolean {
  return text === 'L' || (/^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 31);
}

/** `MON-FRI`, `1,3,5`: the days of a field; undefined if it says more than days. */
function daysOf(field: string): number[] | undefined {
  const days = new Set<number>();
  for (const part of field.split(',')) {
    const [first, last = first] = part.split('-').map(dayNumber);
    if (first === undefined || last === undefined || part.split('-').length > 2 || first > last)
      return undefined;
    for (let day = first; day <= last; day++) days.add(day % 7);
  }
  return [...days].sort();
}

function dayNumber(text: string): number | undefined {
  const named = SHORT_DAYS.indexOf(text.toUpperCase());
  if (named >= 0) return named;
  return /^[0-7]$/.test(text) ? Number(text) : undefined;
}

function pad(number: string): string {
  return number.padStart(2, '0');
}
