import { pathTo } from '../../../app/paths.js';
import { StatusBadge } from '../../../components/data/status-badge.js';
import { duration } from '../../../format/duration.js';
import { type Waterfall as WaterfallData, type WaterfallRow, placeOf } from './waterfall-rows.js';
import './waterfall.css';

const GROUPS = { task: 'This task', child: 'Children', step: 'Steps of the workflow' } as const;
const TICKS = [0, 0.25, 0.5, 0.75];

export interface WaterfallProps {
  readonly waterfall: WaterfallData;
  /** Its own step is no link. */
  readonly ownId: string;
}

/** Bars of time under each other. It is a table: what a bar shows is also written in its row. */
export function Waterfall({ waterfall, ownId }: WaterfallProps) {
  const { from, to, rows } = waterfall;
  return (
    <div class="waterfall-frame" tabIndex={0} role="group" aria-label="Where the time went">
      <table class="waterfall">
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col" class="waterfall-scale">
              <span class="visually-hidden">Time</span>
              {ticksOf(to - from).map(({ share, label }) => (
                <span key={share} style={{ left: `${share * 100}%` }} aria-hidden="true">
                  {label}
                </span>
              ))}
            </th>
            <th scope="col" class="number">
              Duration
            </th>
          </tr>
        </thead>
        {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => {
          const own = rows.filter((row) => row.group === group);
          return own.length === 0 ? null : (
            <tbody key={group}>
              {group !== 'task' && (
                <tr class="waterfall-group">
                  <th scope="rowgroup" colSpan={3}>
                    {GROUPS[group]}
                  </th>
                </tr>
              )}
              {own.map((row) => (
                <Row key={row.key} row={row} scale={waterfall} isOwn={row.taskId === ownId} />
              ))}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

/** Labels of the scale. One that rounds to the label before it is left out. */
function ticksOf(ms: number) {
  const ticks = TICKS.map((share) => ({ share, label: duration(ms * share) }));
  return ticks.filter(({ label }, index) => label !== ticks[index - 1]?.label);
}

interface RowProps {
  readonly row: WaterfallRow;
  readonly scale: WaterfallData;
  readonly isOwn: boolean;
}

function Row({ row: { label, taskId, status, spans }, scale, isOwn }: RowProps) {
  const run = spans.find(({ kind }) => kind === 'run') ?? spans[0];
  return (
    <tr data-own={isOwn || undefined}>
      <th scope="row">
        {taskId !== undefined && <StatusBadge status={status} isIconOnly />}
        {taskId === undefined || isOwn ? label : <a href={pathTo.task(taskId)}>{label}</a>}
      </th>
      <td class="waterfall-bars">
        <span class="visually-hidden">
          {spans
            .map(
              ({ kind, from, to }) =>
                `${kind === 'wait' ? 'waits' : 'runs'} from ${duration(from - scale.from)} to ${duration(to - scale.from)}`,
            )
            .join(', ')}
        </span>
        {spans.map((span, index) => {
          const { left, width } = placeOf(span, scale);
          return (
            <span
              key={index}
              class="waterfall-bar"
              data-kind={span.kind}
              data-status={status}
              style={{ left: `min(${left}%, 100% - 3px)`, width: `${width}%` }}
              title={`${span.kind === 'wait' ? 'Waits' : 'Runs'} ${duration(span.to - span.from)}`}
              aria-hidden="true"
            />
          );
        })}
      </td>
      <td class="number">{run ? duration(run.to - run.from) : '–'}</td>
    </tr>
  );
}
