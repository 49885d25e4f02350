import { memo } from './memo.js';
import { STATUS_ICONS } from '../../../components/data/status-icons.js';
import { Icon } from '../../../components/controls/icon.js';
import { type GraphNode, nodeWords, underLine } from './graph-model.js';
import type { Box } from './viewport.js';

export interface NodeViewProps {
  readonly node: GraphNode;
  readonly box: Box;
  readonly isChosen: boolean;
  /** The one node that the Tab key reaches; arrow keys lead to the others. */
  readonly isReachable: boolean;
}

const PAD = 12;
const ICON = 16;

/** A step as a box with its status as colour and shape. One with items looks like a pile. */
export const NodeView = memo(function NodeView({ node, box, isChosen, isReachable }: NodeViewProps) {
  const { row, name } = node;
  if (row === undefined) return <EndView box={box} />;
  const { step, isCritical } = row;
  const words = nodeWords(node);
  return (
    <g
      class="graph-node"
      data-id={node.id}
      data-status={step.status}
      data-critical={isCritical || undefined}
      data-skipped={step.skipped || undefined}
      transform={`translate(${box.x} ${box.y})`}
      role="button"
      tabindex={isReachable ? 0 : -1}
      aria-label={words}
      aria-pressed={isChosen}
    >
      <title>{words}</title>
      {step.items && <rect class="graph-pile" x={5} y={5} width={box.width} height={box.height} rx={7} />}
      <rect class="graph-box" width={box.width} height={box.height} rx={7} />
      <g class="graph-status" transform={`translate(${PAD} ${(box.height - ICON) / 2})`}>
        <Icon name={STATUS_ICONS[step.status]} size={ICON} />
      </g>
      <svg x={PAD + ICON + 8} width={box.width - 2 * PAD - ICON - 4} height={box.height} aria-hidden="true">
        <text class="graph-name" y={21}>
          {`${name} `}
        </text>
        <text class="graph-task" y={39}>
          {underLine(row)}
        </text>
      </svg>
    </g>
  );
});

function EndView({ box }: { readonly box: Box }) {
  return (
    <g class="graph-end" transform={`translate(${box.x} ${box.y})`}>
      <rect class="graph-box" width={box.width} height={box.height} rx={box.height / 2} />
      <text x={box.width / 2} y={box.height / 2 + 4} text-anchor="middle">
        End
      </text>
    </g>
  );
}
