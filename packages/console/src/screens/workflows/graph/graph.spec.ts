import { describe, expect, it } from '@jest/globals';
import type { WorkflowDetails, WorkflowStep } from '../../../api/types.js';
import { layoutOf, pathThrough } from './graph-layout.js';
import { END_ID, graphOf, nodeWords, shapeOf } from './graph-model.js';
import { neighbourOf } from './neighbour.js';

const step = (after: readonly string[] = [], facts: Partial<WorkflowStep> = {}) =>
  ({
    status: 'PENDING',
    task: 'math.divide',
    after,
    items: null,
    if_failed: 'fail',
    ...facts,
  }) as WorkflowStep;

const workflow = {
  critical_path: ['a', 'c'],
  steps: {
    a: step([], { if_failed: 'continue' }),
    b: step(['a']),
    c: step(['a'], { items: { total: 10, ended: 4 } }),
    d: step(['b', 'c'], { skipped: true }),
    constructor: step(),
  },
  hooks: { on_end: step() },
} as unknown as WorkflowDetails;

const graph = graphOf(workflow);
const layout = layoutOf(graph);

describe('the graph of a workflow', () => {
  it('has an edge to each step that waits, dashed where a failure goes on or a step is skipped', () => {
    const lines = graph.edges.map(({ from, to, isDashed, isCritical }) =>
      [from, isDashed ? '- -' : '---', to, isCritical && 'critical'].filter(Boolean).join(' '),
    );
    expect(lines).toEqual([
      'step:a - - step:b',
      'step:a - - step:c critical',
      'step:b - - step:d',
      'step:c - - step:d',
      'step:d --- end',
      'step:constructor --- end',
      'end - - hook:on_end',
    ]);
  });

  it('has no end without hooks', () => {
    expect(graphOf({ ...workflow, hooks: {} }).nodes.map(({ id }) => id)).not.toContain(END_ID);
  });

  it('has words for each node', () => {
    expect(graph.nodes.map(nodeWords)).toEqual([
      'a math.divide, PENDING, on the critical path',
      'b math.divide, PENDING, after a',
      'c 4 of 10 items, PENDING, after a, on the critical path',
      'd math.divide, PENDING, skipped, after b, c',
      'constructor math.divide, PENDING',
      'on_end math.divide, PENDING, after the end',
      'End of the workflow',
    ]);
  });

  it('keeps its shape while states change', () => {
    const { a } = workflow.steps;
    const started = {
      ...workflow,
      steps: { ...workflow.steps, a: { ...a, status: 'STARTED' } as WorkflowStep },
    };
    expect(shapeOf(started)).toBe(shapeOf(workflow));
    expect(shapeOf({ ...workflow, hooks: {} })).not.toBe(shapeOf(workflow));
  });
});

describe('its layout', () => {
  const x = (id: string) => layout.boxes.get(id)?.x ?? Number.NaN;

  it('places each step to the right of those before it', () => {
    expect(layout.boxes.size).toBe(graph.nodes.length);
    for (const { from, to } of graph.edges) expect(x(to)).toBeGreaterThan(x(from));
  });

  it('keeps steps apart', () => {
    const [b, c] = [layout.boxes.get('step:b'), layout.boxes.get('step:c')];
    expect(Math.abs((b?.y ?? 0) - (c?.y ?? 0))).toBeGreaterThanOrEqual(50);
  });

  it('draws each edge from node to node', () => {
    expect(layout.edges).toHaveLength(graph.edges.length);
    expect(
      pathThrough([
        { x: 0, y: 0 },
        { x: 10, y: 20 },
      ]),
    ).toBe('M0,0C5,0 5,20 10,20');
  });

  it('leaves out an edge from a step that it does not know', () => {
    const edges = [{ from: 'step:gone', to: 'step:a', isDashed: false, isCritical: false }];
    expect(layoutOf({ nodes: graph.nodes, edges }).edges).toEqual([]);
  });
});

describe('an arrow key', () => {
  it('leads along the edges, and up and down', () => {
    expect(['step:b', 'step:c']).toContain(neighbourOf(layout, 'step:a', 'right'));
    expect(neighbourOf(layout, 'step:b', 'left')).toBe('step:a');
    expect(neighbourOf(layout, 'step:b', 'right')).toBe('step:d');
    const isAbove = (layout.boxes.get('step:b')?.y ?? 0) < (layout.boxes.get('step:c')?.y ?? 0);
    expect(neighbourOf(layout, 'step:b', isAbove ? 'down' : 'up')).toBe('step:c');
  });

  it('leads nowhere at the rim', () => {
    expect(neighbourOf(layout, 'hook:on_end', 'right')).toBeUndefined();
    expect(neighbourOf(layout, 'step:gone', 'right')).toBeUndefined();
  });
});
