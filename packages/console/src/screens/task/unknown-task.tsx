import { pathTo } from '../../app/paths.js';
import type { Loaded } from '../../api/use-load.js';
import { Button } from '../../components/controls/button.js';
import { EmptyState } from '../../components/feedback/empty-state.js';
import { Screen } from '../../components/layout/screen.js';

export interface UnknownTaskProps {
  readonly id: string;
  readonly loaded: Loaded<unknown>;
}

export function UnknownTask({ id, loaded }: UnknownTaskProps) {
  return (
    <Screen title="Task not found" loaded={loaded}>
      <EmptyState title="No task has this ID.">
        <p>
          <code class="task-id">{id}</code>
        </p>
        <p>It may have been deleted, its retention may be over, or the ID may be mistyped.</p>
        <Button label="All tasks" href={pathTo.tasks()} />
      </EmptyState>
    </Screen>
  );
}
