import { useEffect, useMemo } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import type { WorkflowDetails } from '../../../api/types.js';
import { ErrorNotice } from '../../../components/feedback/error-notice.js';
import { shapeOf } from './graph-model.js';
import type { WorkflowGraphProps } from './workflow-graph.js';
import './graph.css';

/** Loads the layout when a graph is first shown. Its place is kept meanwhile. */
export function LazyGraph({ workflow }: { readonly workflow: WorkflowDetails }) {
  const loaded = useSignal<{
    readonly Graph?: FunctionComponent<WorkflowGraphProps>;
    readonly error?: unknown;
  }>({});
  const { steps, hooks } = workflow;
  const shape = useMemo(() => shapeOf(workflow), [steps, hooks]);
  useEffect(() => {
    import('./workflow-graph.js').then(
      ({ WorkflowGraph }) => (loaded.value = { Graph: WorkflowGraph }),
      (error: unknown) => (loaded.value = { error }),
    );
  }, []);
  const { Graph, error } = loaded.value;
  if (error !== undefined) return <ErrorNotice error={error} />;
  return Graph ? <Graph workflow={workflow} shape={shape} /> : <div class="graph-frame" aria-busy="true" />;
}
