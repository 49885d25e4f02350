import { useRoute } from 'preact-iso';
import { useQuery } from '../../app/use-query.js';
import { withQuery, pathTo } from '../../app/paths.js';
import type { WorkflowDetails } from '../../api/types.js';
import { Notice } from '../../components/feedback/notice.js';
import { counted } from '../../format/number.js';
import { LazyGraph } from './graph/lazy-graph.js';
import { StepTimeline } from './step-timeline.js';
import { StatusBadge } from '../../components/data/status-badge.js';
import { Screen } from '../../components/layout/screen.js';
import { Tabs } from '../../components/layout/tabs.js';
import { StepTable } from './step-table.js';
import { StepPanel } from './step-panel.js';
import { useWorkflow } from './use-workflow.js';
import { WorkflowActions } from './workflow-actions.js';
import { WorkflowFacts } from './workflow-facts.js';
import './workflow-page.css';

const VIEWS = { graph: 'Graph', steps: 'Steps', timeline: 'Timeline' } as const;

/** The layout of more steps would hold up the browser for seconds. */
const MOST_DRAWN = 600;

function isDrawable({ steps }: WorkflowDetails): boolean {
  return Object.keys(steps).length <= MOST_DRAWN;
}

/** One workflow: its facts, its steps as graph, table or timeline, and the step that is chosen. */
export function WorkflowPage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const loaded = useWorkflow(id);
  const { query, setQuery } = useQuery();
  const { data: workflow } = loaded;
  const chosen = query['step'];
  const view = viewOf(query['view']);
  return (
    <Screen
      title={workflow?.name ?? 'Workflow'}
      beside={workflow && <StatusBadge status={workflow.status} />}
      loaded={loaded}
      actions={workflow && <WorkflowActions workflow={workflow} onDone={loaded.reload} />}
    >
      {workflow && (
        <>
          <WorkflowFacts workflow={workflow} />
          <Tabs
            label="Views of the steps"
            tabs={Object.entries(VIEWS).map(([name, label]) => ({
              label,
              href: withQuery(pathTo.workflow(id), { ...query, view: name }),
              isCurrent: name === view,
            }))}
          />
          <div class="workflow-body" data-has-panel={chosen !== undefined || undefined}>
            <StepsView view={view} workflow={workflow} chosen={chosen} />
            {chosen !== undefined && (
              <StepPanel
                workflow={workflow}
                name={chosen}
                onClose={() => setQuery({ step: undefined }, true)}
              />
            )}
          </div>
        </>
      )}
    </Screen>
  );
}

interface StepsViewProps {
  readonly view: keyof typeof VIEWS;
  readonly workflow: WorkflowDetails;
  readonly chosen: string | undefined;
}

function StepsView({ view, workflow, chosen }: StepsViewProps) {
  if (view === 'timeline') return <StepTimeline workflow={workflow} chosen={chosen} />;
  if (view === 'graph' && isDrawable(workflow))
    return <LazyGraph key={workflow.workflow_id} workflow={workflow} />;
  return (
    <div class="stack">
      {view === 'graph' && (
        <Notice title={`${counted(Object.keys(workflow.steps).length, 'step')} are too many to draw.`}>
          Find steps by name, task or status.
        </Notice>
      )}
      <StepTable workflow={workflow} chosen={chosen} />
    </div>
  );
}

/** A graph needs room: on a small screen, the table comes first. */
function viewOf(name: string | undefined): keyof typeof VIEWS {
  if (name !== undefined && name in VIEWS) return name as keyof typeof VIEWS;
  return matchMedia('(max-width: 40rem)').matches ? 'steps' : 'graph';
}
