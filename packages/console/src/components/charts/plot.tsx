import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { axisTime } from '../../format/time.js';
import { timeZone } from '../../preferences/time-zone.js';
import type { ChartMark, ChartSeries, TimeChartProps } from './chart-props.js';
import { type Axes, type Size, axesOf } from './plot-axes.js';

interface PlotProps extends TimeChartProps {
  /** The bucket under the pointer. */
  readonly hovered: Signal<number | undefined>;
}

/** The picture of a chart, as large as its place. */
export function Plot(props: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const size = useSignal<Size | undefined>(undefined);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => (size.value = entry?.contentRect));
    if (place.current) observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div class="plot" ref={place} role="img" aria-label={`${props.title}: ${props.summary}`}>
      {size.value && props.times.length > 0 && <Picture {...props} size={size.value} />}
    </div>
  );
}

function Picture({ hovered, size, ...chart }: PlotProps & { readonly size: Size }) {
  const { times, series, look, format, marks = [] } = chart;
  const axes = axesOf(chart, size, timeZone.value);
  const { x, y } = axes;
  const windowMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const pointed = times[hovered.value ?? -1];
  return (
    <svg
      aria-hidden="true"
      onPointerMove={({ clientX, currentTarget }) => {
        hovered.value = axes.bucketAt(clientX - currentTarget.getBoundingClientRect().left);
      }}
      onPointerLeave={() => (hovered.value = undefined)}
    >
      <path
        class="plot-grid"
        d={axes.values.map((value) => `M${axes.left},${y(value)}H${axes.right}`).join('')}
      />
      {axes.values.map((value) => (
        <text key={value} x={axes.left - 8} y={y(value) + 4} text-anchor="end">
          {format(value)}
        </text>
      ))}
      {axes.times.map((at) => (
        <text key={at} x={x(at)} y={axes.bottom + 18} text-anchor="middle">
          {axisTime(at, timeZone.value, windowMs)}
        </text>
      ))}
      {series.map(({ label, tone, values }) => (
        <path
          key={label}
          class={`plot-${look}`}
          data-tone={tone}
          d={look === 'bars' ? barsOf(values, times, axes) : lineOf(values, times, axes)}
        />
      ))}
      {marks.map((mark) => (
        <Mark key={mark.at} mark={mark} axes={axes} />
      ))}
      {pointed !== undefined && <path class="plot-pointed" d={`M${x(pointed)},${axes.top}V${axes.bottom}`} />}
    </svg>
  );
}

type Values = ChartSeries['values'];

function barsOf(values: Values, times: readonly number[], { x, y, bucketPx }: Axes): string {
  const width = Math.min(40, bucketPx * 0.72);
  return times
    .map((at, index) => {
      const value = values[index];
      return value ? `M${x(at) - width / 2},${y(0)}V${y(value)}h${width}V${y(0)}z` : '';
    })
    .join('');
}

function lineOf(values: Values, times: readonly number[], { x, y }: Axes): string {
  return times
    .map((at, index) => {
      const value = values[index];
      if (value == null) return '';
      const point = `${x(at)},${y(value)}`;
      if (values[index - 1] != null) return `L${point}`;
      return values[index + 1] == null ? `M${point}${DOT}` : `M${point}`;
    })
    .join('');
}

/** A value without a neighbour, which no line would show. */
const DOT = 'm-1.5,0a1.5,1.5 0 1,0 3,0a1.5,1.5 0 1,0 -3,0';

function Mark({
  mark: { at, label },
  axes: { x, left, right, top, bottom },
}: {
  readonly mark: ChartMark;
  readonly axes: Axes;
}) {
  if (x(at) < left || x(at) > right) return null;
  const isNearEnd = x(at) + label.length * 7 > right;
  return (
    <>
      <path class="plot-mark" d={`M${x(at)},${top}V${bottom}`} />
      <text x={x(at) + (isNearEnd ? -4 : 4)} y={top + 10} text-anchor={isNearEnd ? 'end' : 'start'}>
        {label}
      </text>
    </>
  );
}
