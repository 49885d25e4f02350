import type { Worker } from '../../api/types.js';
import { Tag } from '../data/tag.js';

const TONES = { online: 'success', draining: 'warning', lost: 'failure' } as const;
const TITLES = {
  online: 'It sends heartbeats and takes tasks',
  draining: 'It finishes what it runs and takes no new tasks',
  lost: 'No heartbeat for 15 seconds',
} as const;

/** The state of a worker, and whether its clock keeps it from work. */
export function WorkerState({ worker }: { readonly worker: Pick<Worker, 'state' | 'clock_wrong'> }) {
  const { state, clock_wrong: isClockWrong } = worker;
  return (
    <>
      <Tag text={state} tone={TONES[state]} title={TITLES[state]} />
      {isClockWrong && (
        <Tag text="clock wrong" tone="failure" title="It takes no tasks until its clock is right" />
      )}
    </>
  );
}
