import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { previewRule } from '../../../api/schedules.js';
import { shownError } from '../../../api/shown-error.js';
import type { PreviewedTick } from '../../../api/types.js';
import { Panel } from '../../../components/layout/panel.js';
import { NextRuns } from '../next-runs.js';
import { ruleWords } from '../rule/rule-words.js';
import { wireOf } from '../rule/rule.js';
import { timeOf } from '../wall-clock.js';
import { type Draft, ruleFault } from './schedule-draft.js';

const PAUSE_MS = 350;

export interface Preview {
  readonly ticks?: readonly PreviewedTick[];
  /** By the field that they are about: `/cron`. */
  readonly errors: readonly { readonly place: string; readonly message: string }[];
}

/** The next ten runs of what is typed, asked for when the person pauses. Nothing is asked about half a rule. */
export function usePreview({ rule, tz, startAt, endAt }: Draft): Preview {
  const preview = useSignal<Preview>({ errors: [] });
  const wire = ruleFault(rule) === undefined ? wireOf(rule) : undefined;
  const key = JSON.stringify([wire, tz, startAt, endAt]);
  useEffect(() => {
    if (!wire) return undefined;
    const end = new AbortController();
    const timer = setTimeout(() => {
      const period = { start_at: timeOf(startAt) ?? null, end_at: timeOf(endAt) ?? null };
      previewRule({ ...wire, tz, ...period, count: 10 }, end.signal).then(
        (ticks) => (preview.value = { ticks, errors: [] }),
        (error: unknown) => {
          if (!end.signal.aborted) preview.value = { errors: fieldsOf(error) };
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      end.abort();
    };
  }, [key]);
  return preview.value;
}

function fieldsOf(error: unknown): Preview['errors'] {
  const { title, detail, fields } = shownError(error);
  return fields.length > 0 ? fields : [{ place: '', message: detail || title }];
}

export function LivePreview({ draft, preview }: { readonly draft: Draft; readonly preview: Preview }) {
  const wire = wireOf(draft.rule);
  const other = preview.errors.find(({ place }) => place === '')?.message;
  return (
    <Panel title="Next ten runs">
      <p>{wire ? ruleWords(wire, draft.tz) : 'The rule is not complete.'}</p>
      {other && <p class="field-error">{other}</p>}
      <NextRuns ticks={preview.ticks} />
    </Panel>
  );
}
