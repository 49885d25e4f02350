import type { WorkflowDetails } from '../../../api/types.js';
import { useAct } from '../../../api/use-act.js';
import { readMermaid } from '../../../api/workflows.js';
import { saveFile } from '../../../app/save-file.js';
import { Button } from '../../../components/controls/button.js';
import { Menu } from '../../../components/controls/menu.js';
import { isMoving } from '../followed-workflow.js';
import { drawnSvg, shownColors } from './svg-export.js';
import type { Layout } from './graph-layout.js';
import type { Graph } from './graph-model.js';
import { type Move, ZOOM } from './graph-keys.js';

export interface GraphToolsProps {
  readonly workflow: WorkflowDetails;
  readonly graph: Graph;
  readonly layout: Layout;
  readonly follows: boolean;
  readonly onFollow: () => void;
  readonly onMove: (change: Move) => void;
}

/** Zoom, following, and the graph as a file. */
export function GraphTools({ workflow, graph, layout, follows, onFollow, onMove }: GraphToolsProps) {
  const name = workflow.name ?? workflow.workflow_id;
  const copying = useAct(async () => {
    await navigator.clipboard.writeText(await readMermaid(workflow.workflow_id));
    return 'The Mermaid diagram is copied.';
  });
  const saving = useAct(async () => {
    saveFile(`${name}.mmd`, 'text/plain', await readMermaid(workflow.workflow_id));
  });
  return (
    <div class="graph-tools">
      <Button label="Zoom in" icon="add" look="quiet" isIconOnly onClick={() => onMove({ factor: ZOOM })} />
      <Button
        label="Zoom out"
        icon="remove"
        look="quiet"
        isIconOnly
        onClick={() => onMove({ factor: 1 / ZOOM })}
      />
      <Button label="Show all" icon="fit" look="quiet" isIconOnly onClick={() => onMove('fit')} />
      {isMoving(workflow) && (
        <Button
          label="Follow what runs"
          icon="follow"
          look="quiet"
          isIconOnly
          isPressed={follows}
          onClick={onFollow}
        />
      )}
      <Menu
        label="Export"
        icon="download"
        isIconOnly
        items={[
          { label: 'Copy as Mermaid', icon: 'copy', onClick: () => void copying.run() },
          { label: 'Save as Mermaid (.mmd)', icon: 'download', onClick: () => void saving.run() },
          {
            label: 'Save as SVG',
            icon: 'download',
            onClick: () => saveFile(`${name}.svg`, 'image/svg+xml', drawnSvg(graph, layout, shownColors())),
          },
        ]}
      />
    </div>
  );
}
