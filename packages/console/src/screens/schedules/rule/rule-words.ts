import { DAYS, type WireRule, ruleOf } from './rule.js';

/** A rule in words: `At 03:00, Europe/Berlin`, `Every 5 min`. */
export function ruleWords(rule: WireRule, zone: string): string {
  const words = wordsOf(rule);
  return rule.cron === null ? words : `${words}, ${zone}`;
}

function wordsOf(stored: WireRule): string {
  const rule = ruleOf(stored);
  switch (rule.kind) {
    case 'every':
      return rule.amount === '1' ? `Every ${UNIT_NAMES[rule.unit]}` : `Every ${rule.amount} ${rule.unit}`;
    case 'daily':
      return `At ${rule.time}`;
    case 'weekly':
      return `At ${rule.time} on ${dayWords(rule.days)}`;
    case 'monthly':
      return `At ${rule.time} on ${rule.day === 'L' ? 'the last day' : `day ${rule.day}`} of the month`;
    case 'cron':
      return `Cron ${rule.text}`;
  }
}

const UNIT_NAMES = { s: 'second', min: 'minute', h: 'hour', d: 'day' } as const;
const WORKDAYS = '1,2,3,4,5';

function dayWords(days: readonly number[]): string {
  if (days.join() === WORKDAYS) return 'Monday to Friday';
  const names = days.map((day) => DAYS[day] ?? '');
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
