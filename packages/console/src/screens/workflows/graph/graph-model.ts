import type { WorkflowDetails } from '../../../api/types.js';
import { type ListedStep, listSteps } from '../step-list.js';

/** A step or hook in the graph, or the end of the workflow that its hooks wait for. */
export interface GraphNode {
  /** Steps and hooks may have the same name. */
  readonly id: string;
  readonly name: string;
  /** Undefined for the end. */
  readonly row: ListedStep | undefined;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** The way on is not the usual one: it is skipped, or goes on after a failure. */
  readonly isDashed: boolean;
  readonly isCritical: boolean;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export const END_ID = 'end';

export const idOf = ({ name, isHook }: Pick<ListedStep, 'name' | 'isHook'>): string =>
  `${isHook ? 'hook' : 'step'}:${name}`;

/** The steps with an edge from each to those that wait for it. The items of an `each` are one node. */
export function graphOf(workflow: WorkflowDetails): Graph {
  const rows = listSteps(workflow);
  const nodes: GraphNode[] = rows.map((row) => ({ id: idOf(row), name: row.name, row }));
  const edges = edgesOf(workflow);
  const hooks = rows.filter(({ isHook }) => isHook);
  if (hooks.length === 0) return { nodes, edges };
  const parents = new Set(edges.map(({ from }) => from));
  const last = nodes.filter(({ id, row }) => row?.isHook === false && !parents.has(id));
  const plain = { isDashed: false, isCritical: false };
  return {
    nodes: [...nodes, { id: END_ID, name: 'End', row: undefined }],
    edges: [
      ...edges,
      ...last.map(({ id }) => ({ from: id, to: END_ID, ...plain })),
      ...hooks.map((hook) => ({ from: END_ID, to: idOf(hook), isDashed: true, isCritical: false })),
    ],
  };
}

function edgesOf({ steps, critical_path: path }: WorkflowDetails): GraphEdge[] {
  const before = new Map(path.map((name, index) => [name, path[index - 1]]));
  return Object.entries(steps).flatMap(([name, { after, skipped }]) =>
    after.map((parent) => ({
      from: `step:${parent}`,
      to: `step:${name}`,
      isDashed: skipped || (steps[parent]?.if_failed ?? 'fail') !== 'fail',
      isCritical: before.get(name) === parent,
    })),
  );
}

/** Changes only if the graph must be laid out again: not with the states of its steps. */
export function shapeOf({ steps, hooks }: WorkflowDetails): string {
  return JSON.stringify([
    Object.entries(steps).map(([name, { after }]) => [name, after]),
    Object.keys(hooks),
  ]);
}

/** The second line of a node. */
export function underLine({ step }: ListedStep): string {
  return step.items ? `${step.items.ended} of ${step.items.total} items` : step.task;
}

/** A node in words, for those who do not see it. It begins with what others see, so that one can speak of it. */
export function nodeWords({ name, row }: GraphNode): string {
  if (row === undefined) return 'End of the workflow';
  const { step, isCritical, isHook } = row;
  const after = step.after?.length ? [`after ${step.after.slice(0, 5).join(', ')}`] : [];
  return [
    `${name} ${underLine(row)}`,
    step.skipped ? `${step.status}, skipped` : step.status,
    ...after,
    ...(isHook ? ['after the end'] : []),
    ...(isCritical ? ['on the critical path'] : []),
  ].join(', ');
}
