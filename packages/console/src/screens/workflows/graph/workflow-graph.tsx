import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { WorkflowDetails } from '../../../api/types.js';
import { useQuery } from '../../../app/use-query.js';
import { GraphCanvas } from './graph-canvas.js';
import { type Layout, layoutOf } from './graph-layout.js';
import { type Graph, graphOf } from './graph-model.js';
import { GraphTools } from './graph-tools.js';
import { type Move, handleKey } from './graph-keys.js';
import { useViewport } from './use-viewport.js';
import { around, fit, pan, reveal, zoom } from './viewport.js';
import './graph.css';

export interface WorkflowGraphProps {
  readonly workflow: WorkflowDetails;
  /** Of the steps as they are named, whatever their states. */
  readonly shape: string;
}

/** The steps as a graph. It is laid out once: states change colours, and nothing moves. */
export function WorkflowGraph({ workflow, shape }: WorkflowGraphProps) {
  const graph = graphOf(workflow);
  const layout = useMemo(() => layoutOf(graph), [shape]);
  return <LaidOutGraph workflow={workflow} graph={graph} layout={layout} />;
}

interface LaidOutGraphProps {
  readonly workflow: WorkflowDetails;
  readonly graph: Graph;
  readonly layout: Layout;
}

function LaidOutGraph({ workflow, graph, layout }: LaidOutGraphProps) {
  const { query, setQuery } = useQuery();
  const element = useRef<HTMLDivElement>(null);
  const follows = useSignal(true);
  const { view, frame } = useViewport(element, layout, () => (follows.value = false));
  const reachable = useSignal(graph.nodes[0]?.id ?? '');
  const chosen = query['step'];

  const move = (change: Move): void => {
    follows.value = false;
    const centre = { x: frame.value.width / 2, y: frame.value.height / 2 };
    if (change === 'fit') view.value = fit(layout, frame.value);
    else if ('factor' in change) view.value = zoom(view.value, change.factor, centre);
    else view.value = pan(view.value, change);
  };
  const focusNode = (id: string): void => {
    const box = layout.boxes.get(id);
    if (!box) return;
    reachable.value = id;
    view.value = reveal(view.value, box, frame.value);
    requestAnimationFrame(() =>
      element.current
        ?.querySelector<SVGElement>(`[data-id="${CSS.escape(id)}"]`)
        ?.focus({ preventScroll: true }),
    );
  };
  const choose = (id: string): void => {
    const node = graph.nodes.find((one) => one.id === id);
    if (node?.row) setQuery({ step: node.name === chosen ? undefined : node.name }, true);
  };

  const running = graph.nodes.filter(({ row }) => row?.step.status === 'STARTED');
  useEffect(() => {
    const box = around(running.flatMap(({ id }) => layout.boxes.get(id) ?? []));
    if (follows.value && box) view.value = reveal(view.value, box, frame.value);
  }, [running.map(({ id }) => id).join('\n'), layout, follows.value]);

  return (
    <div class="graph">
      <GraphTools
        workflow={workflow}
        graph={graph}
        layout={layout}
        follows={follows.value}
        onFollow={() => (follows.value = !follows.value)}
        onMove={move}
      />
      <div
        ref={element}
        class="graph-frame"
        role="group"
        tabIndex={0}
        aria-label="Graph of the steps. Plus and minus zoom, 0 shows all, arrow keys move. The view Steps has the same as a table."
        onKeyDown={(event) => handleKey(event, { layout, focusNode, choose }, move)}
        onClick={(event) => {
          const id = nodeAt(event.target);
          if (id === undefined) return;
          reachable.value = id;
          choose(id);
        }}
      >
        <GraphCanvas
          graph={graph}
          layout={layout}
          view={view}
          frame={frame}
          reachable={reachable.value}
          chosen={chosen}
        />
      </div>
    </div>
  );
}

/** The id of the node that an event is about. */
export function nodeAt(target: EventTarget | null): string | undefined {
  const node = target instanceof Element ? target.closest<SVGElement>('.graph-node') : null;
  return node?.dataset['id'];
}
