import type { Task } from '../../../api/types.js';
import { Progress } from '../../../components/charts/progress.js';
import type { JsonValue } from '../../../json/json.js';
import { JsonView } from '../../../components/json/json-view.js';
import { Panel } from '../../../components/layout/panel.js';
import { isFinal } from './state-spans.js';

export interface ProgressPanelProps {
  readonly task: Task;
  /** The newest from the stream; undefined until one has come. */
  readonly progress: unknown;
}

/** The progress of a task that is not over, if it reports any. */
export function ProgressPanel({ task, progress: live }: ProgressPanelProps) {
  const progress = live ?? task.progress;
  if (isFinal(task) || progress === null || progress === undefined || progress === 0) return null;
  return (
    <Panel title="Progress">
      {typeof progress === 'number' ? (
        <Progress label="Progress of the task" percent={progress} />
      ) : (
        <JsonView label="Progress" json={progress as JsonValue} field="progress" />
      )}
    </Panel>
  );
}
