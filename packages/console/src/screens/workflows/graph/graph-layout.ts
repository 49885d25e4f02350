import { Graph as DagreGraph, layout as layOut } from '@dagrejs/dagre';
import { END_ID, type Graph } from './graph-model.js';
import type { Box, Point } from './viewport.js';

export const NODE = { width: 208, height: 50 };
const END = { width: 64, height: 30 };

export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  /** The `d` of an SVG path. */
  readonly path: string;
  readonly box: Box;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly edges: readonly PlacedEdge[];
}

interface PlacedByDagre {
  readonly points?: readonly Point[];
}

/** Places the nodes from left to right: each after those that it waits for. Names are data: a step may be `__proto__`. */
export function layoutOf({ nodes, edges }: Graph): Layout {
  const numbers = new Map(nodes.map(({ id }, index) => [id, String(index)]));
  const graph = new DagreGraph();
  graph.setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 64, marginx: 12, marginy: 12 });
  for (const { id } of nodes) graph.setNode(numbers.get(id) ?? '', { ...(id === END_ID ? END : NODE) });
  const known = edges.filter(({ from, to }) => numbers.has(from) && numbers.has(to));
  for (const { from, to } of known) graph.setEdge(numbers.get(from) ?? '', numbers.get(to) ?? '', {});
  layOut(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const boxes = new Map(nodes.map(({ id }, index) => [id, boxOf(graph.node(String(index)))]));
  return {
    ...{ width, height, boxes },
    edges: known.map(({ from, to }) => {
      const edge: unknown = graph.edge(numbers.get(from) ?? '', numbers.get(to) ?? '');
      const points = fromSideToSide(edge as PlacedByDagre, boxes.get(from), boxes.get(to));
      return { from, to, path: pathThrough(points), box: boxAround(points) };
    }),
  };
}

/** Dagre gives centres. */
function boxOf(node: unknown): Box {
  const { x, y, width, height } = node as Box;
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/**
 * Dagre lets edges begin and end anywhere on the rim of a node; here, they go from its right side to the left of the next.
 * The bends of an edge between neighbouring columns are left out.
 */
function fromSideToSide(
  { points = [] }: PlacedByDagre,
  from: Box | undefined,
  to: Box | undefined,
): readonly Point[] {
  if (!from || !to) return points;
  const first = { x: from.x + from.width, y: from.y + from.height / 2 };
  const last = { x: to.x, y: to.y + to.height / 2 };
  return [first, ...(points.length > NEIGHBOURS ? points.slice(1, -1) : []), last];
}

/** Points of an edge between neighbouring columns: its ends, and the place of a label. */
const NEIGHBOURS = 3;

/** A line through the points that leaves and enters each of them horizontally. */
export function pathThrough(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      if (before === undefined) return `M${at(point.x, point.y)}`;
      const middle = (before.x + point.x) / 2;
      return `C${at(middle, before.y)} ${at(middle, point.y)} ${at(point.x, point.y)}`;
    })
    .join('');
}

const at = (x: number, y: number): string => `${Math.round(x)},${Math.round(y)}`;

function boxAround(points: readonly Point[]): Box {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
