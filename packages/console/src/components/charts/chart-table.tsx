import { useSignal } from '@preact/signals';
import { exactTime } from '../../format/time.js';
import { timeZone } from '../../preferences/time-zone.js';
import type { TimeChartProps } from './chart-props.js';

/** The values of a chart as a table, for those who do not see the picture or want the numbers. Newest first. */
export function ChartTable({ title, times, series, format, marks = [] }: TimeChartProps) {
  const isOpen = useSignal(false);
  return (
    <details onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
      <summary aria-label={`${title} as a table`}>Table</summary>
      {isOpen.value && (
        <div class="table-frame" tabIndex={0} role="group" aria-label={`${title} as a table`}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">Time</th>
                {series.map(({ label }) => (
                  <th key={label} scope="col" class="number">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {times
                .map((at, bucket) => (
                  <tr key={at}>
                    <th scope="row">
                      {exactTime(at, timeZone.value).slice(0, 16)}
                      {marksIn(marks, at, times[bucket + 1]).map(({ label }) => ` · ${label}`)}
                    </th>
                    {series.map(({ label, values }) => (
                      <td key={label} class="number">
                        {values[bucket] == null ? '–' : format(values[bucket])}
                      </td>
                    ))}
                  </tr>
                ))
                .toReversed()}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

function marksIn(marks: NonNullable<TimeChartProps['marks']>, from: number, until = Infinity) {
  return marks.filter(({ at }) => at >= from && at < until);
}
