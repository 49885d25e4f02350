import type { Schedule } from '../../api/types.js';
import { Tag } from '../../components/data/tag.js';
import { ruleWords } from './rule/rule-words.js';

const TONES = { active: 'success', paused: 'warning', ended: 'plain' } as const;
const HINTS = { active: undefined, paused: undefined, ended: 'No tick is left' } as const;

export function ScheduleState({ state, pause }: Pick<Schedule, 'state' | 'pause'>) {
  const hint = pause ? `Paused by ${pause.by}${pause.note === null ? '' : `: ${pause.note}`}` : HINTS[state];
  return <Tag text={state} tone={TONES[state]} {...(hint !== undefined && { title: hint })} />;
}

/** The rule in words. */
export function scheduleWords(schedule: Schedule): string {
  return ruleWords(schedule, schedule.tz);
}
