import { useSignal } from '@preact/signals';
import { exactTime } from '../../format/time.js';
import { timeZone } from '../../preferences/time-zone.js';
import { ChartTable } from './chart-table.js';
import type { TimeChartProps } from './chart-props.js';
import { Plot } from './plot.js';
import './time-chart.css';

/** Values over time. The place is reserved from the start. Everything in the picture is in the table below as well. */
export function TimeChart(props: TimeChartProps) {
  const { title, series, times, format } = props;
  const hovered = useSignal<number | undefined>(undefined);
  const bucket = hovered.value;
  const at = bucket === undefined ? undefined : times[bucket];
  const isEmpty = times.length > 0 && series.every(({ values }) => values.every((value) => !value));
  return (
    <figure class="time-chart">
      <figcaption>
        <h2>{title}</h2>
        <span class="soft number">{at !== undefined && exactTime(at, timeZone.value).slice(0, 16)}</span>
        <ul class="legend">
          {series.map(({ label, tone, values, now }) => (
            <li key={label}>
              <span class="swatch" data-tone={tone} aria-hidden="true" />
              {label}{' '}
              <strong class="number">{at === undefined ? now : shown(values[bucket ?? 0], format)}</strong>
            </li>
          ))}
        </ul>
      </figcaption>
      <Plot {...props} hovered={hovered} />
      {isEmpty && props.empty && <div class="plot-empty soft">{props.empty}</div>}
      <ChartTable {...props} />
    </figure>
  );
}

function shown(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value);
}
