import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { readTicks } from '../../api/schedules.js';
import type { Schedule, Tick } from '../../api/types.js';
import { useLoad } from '../../api/use-load.js';
import { Sparkline } from '../../components/charts/sparkline.js';
import { duration } from '../../format/duration.js';
import { counted } from '../../format/number.js';

const SHOWN = 30;

/** Lateness of the last ticks of a schedule. They are read once the row comes into view. */
export function Lateness({ schedule }: { readonly schedule: Schedule }) {
  const frame = useRef<HTMLSpanElement>(null);
  const isSeen = useSignal(false);
  useEffect(() => {
    if (!frame.current || isSeen.value) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) isSeen.value = true;
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [isSeen.value]);
  return (
    <span ref={frame} class="lateness">
      {isSeen.value && schedule.last_tick_at !== null && <LatenessLine schedule={schedule} />}
    </span>
  );
}

function LatenessLine({
  schedule: { schedule_id: id, last_tick_at: last },
}: {
  readonly schedule: Schedule;
}) {
  const { data: ticks } = useLoad((signal) => readTicks(id, SHOWN, signal), [id, last]);
  return ticks && ticks.length > 0 ? <LatenessOf ticks={ticks} /> : null;
}

/** @param ticks newest first */
export function LatenessOf({ ticks }: { readonly ticks: readonly Tick[] }) {
  const values = ticks.map((tick) => tick.lateness_ms).reverse();
  const most = Math.max(...values);
  const failed = ticks.filter(({ outcome }) => outcome === 'missed' || outcome === 'failed').length;
  return (
    <Sparkline
      label={`Lateness of the last ${counted(ticks.length, 'tick')}: at most ${duration(most)}`}
      values={values}
      tone={failed > 0 ? 'failure' : 'accent'}
    />
  );
}
