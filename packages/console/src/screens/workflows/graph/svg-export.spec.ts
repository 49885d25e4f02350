import { expect, it } from '@jest/globals';
import type { WorkflowDetails } from '../../../api/types.js';
import { layoutOf } from './graph-layout.js';
import { graphOf } from './graph-model.js';
import { drawnSvg } from './svg-export.js';

const step = (after: readonly string[], task = 'math.divide') => ({
  status: 'SUCCESS',
  task,
  after,
  items: null,
  if_failed: 'skip',
});

it('draws the whole graph, with names as data', () => {
  const workflow = {
    critical_path: ['<script>', 'b'],
    steps: { '<script>': step([]), b: step(['<script>'], 'a-task-with-a-name-that-is-too-long') },
    hooks: {},
  } as unknown as WorkflowDetails;
  const graph = graphOf(workflow);
  const svg = drawnSvg(graph, layoutOf(graph), (token) => `color-of-${token}`);
  expect(svg).not.toContain('<script>');
  expect(svg).toContain('&#60;script&#62;</text>');
  expect(svg).toContain('a-task-with-a-name-that-i…');
  expect(
    svg.match(
      /<path d="M\d+,\d+C[^"]+" fill="none" stroke="color-of-accent" stroke-width="2.5" stroke-dasharray/g,
    ),
  ).toHaveLength(1);
  expect(svg.match(/color-of-success-ground/g)).toHaveLength(2);
});
