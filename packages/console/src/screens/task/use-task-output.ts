import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { client } from '../../api/client.js';
import { isPaused } from '../../api/live.js';
import { EMPTY_LOG, type Log, withLines } from './log/log-lines.js';

/** Output of a running task: its log and progress. */
export interface TaskOutput {
  readonly log: Log;
  /** Undefined until the task has reported something. */
  readonly progress: unknown;
  /** True once all lines that there are have come, or the stream has failed. */
  readonly isComplete: boolean;
}

const NOTHING: TaskOutput = { log: EMPTY_LOG, progress: undefined, isComplete: false };

/** A task may write thousands of lines a second; the page is drawn this often at most. */
const DRAW_MS = 250;

/**
 * The log and the progress of a task, from its own stream of events.
 *
 * @param id undefined while nothing is known of the task
 * @param isOver the stream is opened anew when this changes, as by a retry
 * @param onEnd called when the task has ended
 */
export function useTaskOutput(id: string | undefined, isOver: boolean, onEnd: () => void): TaskOutput {
  const output = useSignal(NOTHING);
  useEffect(() => {
    if (id === undefined) return undefined;
    const end = new AbortController();
    let latest = NOTHING;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = (): void => {
      timer = undefined;
      if (isPaused.value) timer = setTimeout(draw, DRAW_MS);
      else output.value = latest;
    };
    const note = (change: Partial<TaskOutput>): void => {
      latest = { ...latest, ...change };
      timer ??= setTimeout(draw, DRAW_MS);
    };
    const follow = async (): Promise<void> => {
      for await (const event of client.handle(id).events({ signal: end.signal })) {
        if (event.type === 'log') note({ log: withLines(latest.log, event.data) });
        else if (event.type === 'progress') note({ progress: event.data.progress });
        else if (event.type === 'result' && !isOver) onEnd();
      }
    };
    void follow()
      .catch(() => undefined) // the page reads the task itself, and tells what is wrong
      .finally(() => !end.signal.aborted && note({ isComplete: true }));
    return () => {
      end.abort();
      clearTimeout(timer);
      output.value = NOTHING;
    };
  }, [id, isOver]);
  return output.value;
}
