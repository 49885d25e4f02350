import { memo } from './memo.js';
import type { PlacedEdge } from './graph-layout.js';
import type { GraphEdge } from './graph-model.js';

/** Edges that are looked up by both ends. */
export const edgeKey = ({ from, to }: Pick<GraphEdge, 'from' | 'to'>): string => `${from}\n${to}`;

export interface EdgeViewProps {
  readonly placed: PlacedEdge;
  readonly isDashed: boolean;
  readonly isCritical: boolean;
}

export const EdgeView = memo(function EdgeView({ placed, isDashed, isCritical }: EdgeViewProps) {
  return (
    <path
      class="graph-edge"
      d={placed.path}
      data-dashed={isDashed || undefined}
      data-critical={isCritical || undefined}
      marker-end={`url(#${isCritical ? 'arrow-critical' : 'arrow'})`}
    />
  );
});

/** The heads of the arrows. */
export function ArrowHeads() {
  return (
    <defs>
      {['arrow', 'arrow-critical'].map((id) => (
        <marker
          key={id}
          id={id}
          class={id}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0 8 4 0 8z" />
        </marker>
      ))}
    </defs>
  );
}
