import { useSignal } from '@preact/signals';
import type { WorkflowDetails } from '../../api/types.js';
import { Button } from '../../components/controls/button.js';
import { StatusBadge } from '../../components/data/status-badge.js';
import { duration } from '../../format/duration.js';
import { now } from '../../format/now.js';
import { count, counted } from '../../format/number.js';
import { isMoving } from './followed-workflow.js';
import { StepLink } from './step-link.js';
import { timelineOf } from './timeline.js';
import './step-timeline.css';

const ROWS = 200;

export interface StepTimelineProps {
  readonly workflow: WorkflowDetails;
  readonly chosen: string | undefined;
}

/** When each step ran. */
export function StepTimeline({ workflow, chosen }: StepTimelineProps) {
  const limit = useSignal(ROWS);
  const { bars, totalMs, waiting } = timelineOf(workflow, isMoving(workflow) ? now.value : 0);
  return (
    <div class="stack">
      <p class="soft">
        {duration(totalMs)} from the submit to the last end.{' '}
        {waiting > 0 && `${counted(waiting, 'step')} not started.`}
      </p>
      <ol class="timeline">
        {bars.slice(0, limit.value).map(({ row, left, width, startMs, ms }) => (
          <li key={`${row.isHook} ${row.name}`} data-current={row.name === chosen || undefined}>
            <span class="timeline-name">
              <StepLink name={row.name} />
            </span>
            <StatusBadge status={row.step.status} />
            <span class="timeline-track">
              <span
                class="timeline-bar"
                data-status={row.step.status}
                data-critical={row.isCritical || undefined}
                style={{ left: `${left}%`, width: `${width}%` }}
              />
            </span>
            <span class="number">
              <span class="soft">+{duration(startMs)}</span> {duration(ms)}
            </span>
          </li>
        ))}
      </ol>
      {bars.length > limit.value && (
        <p class="line soft">
          {count(limit.value)} of {counted(bars.length, 'step')}
          <Button label={`Show ${ROWS} more`} icon="down" onClick={() => (limit.value += ROWS)} />
        </p>
      )}
    </div>
  );
}
