import { type Signal, useComputed } from '@preact/signals';
import { ArrowHeads, EdgeView, edgeKey } from './graph-edges.js';
import type { Layout } from './graph-layout.js';
import type { Graph } from './graph-model.js';
import { NodeView } from './graph-node.js';
import { type Size, type Viewport, overlaps, seenBox } from './viewport.js';

export interface GraphCanvasProps {
  readonly graph: Graph;
  readonly layout: Layout;
  readonly view: Signal<Viewport>;
  readonly frame: Signal<Size>;
  readonly reachable: string;
  readonly chosen: string | undefined;
}

/** Below this scale, texts are dots. */
const TEXT_SCALE = 0.22;
/** Graphs up to this size are drawn as a whole; of larger ones, only what is near the view. */
const WHOLE = 150;

/** The drawing. While one moves, only its transformation changes. */
export function GraphCanvas({ graph, layout, view, frame, reachable, chosen }: GraphCanvasProps) {
  const transform = useComputed(() => {
    const { x, y, scale } = view.value;
    return `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale.toFixed(4)})`;
  });
  const isFar = useComputed(() => (view.value.scale < TEXT_SCALE ? '' : undefined));
  const seen = useComputed(() => JSON.stringify(seenBox(view.value, frame.value)));
  const box = graph.nodes.length > WHOLE ? (JSON.parse(seen.value) as ReturnType<typeof seenBox>) : undefined;
  const edges = new Map(graph.edges.map((edge) => [edgeKey(edge), edge]));
  return (
    <svg class="graph-canvas" width="100%" height="100%" data-far={isFar}>
      <ArrowHeads />
      <g transform={transform}>
        {layout.edges.map((placed) => {
          if (box && !overlaps(box, placed.box)) return null;
          const key = edgeKey(placed);
          const { isDashed = false, isCritical = false } = edges.get(key) ?? {};
          return <EdgeView key={key} placed={placed} isDashed={isDashed} isCritical={isCritical} />;
        })}
        {graph.nodes.map((node) => {
          const place = layout.boxes.get(node.id);
          const isReachable = node.id === reachable;
          if (!place || (box && !isReachable && !overlaps(box, place))) return null;
          return (
            <NodeView
              key={node.id}
              node={node}
              box={place}
              isReachable={isReachable}
              isChosen={node.name === chosen}
            />
          );
        })}
      </g>
    </svg>
  );
}
