export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Point, Size {}

/** The part of a graph that is seen: a point of the graph is shown at `point * scale + (x, y)`. */
export interface Viewport extends Point {
  readonly scale: number;
}

const SMALLEST = 0.03;
const LARGEST = 2.5;
/** Names of steps can be read from this scale on. */
export const READABLE = 0.45;
const MARGIN = 24;

/**
 * All of the graph; of one that is too large to be read then, its beginning.
 *
 * @param first the box of the first step
 */
export function firstView(graph: Size, frame: Size, first: Box): Viewport {
  const fitting = fit(graph, frame);
  if (fitting.scale >= READABLE) return fitting;
  const scale = 0.75;
  return { x: MARGIN - first.x * scale, y: frame.height / 2 - (first.y + first.height / 2) * scale, scale };
}

/** All of the graph in the middle, not enlarged. */
export function fit(graph: Size, frame: Size): Viewport {
  const scale = within(
    Math.min(1, frame.width / Math.max(1, graph.width), frame.height / Math.max(1, graph.height)),
  );
  return {
    x: (frame.width - graph.width * scale) / 2,
    y: (frame.height - graph.height * scale) / 2,
    scale,
  };
}

/** @param around the point of the frame that stays where it is */
export function zoom(view: Viewport, factor: number, around: Point): Viewport {
  const scale = within(view.scale * factor);
  const real = scale / view.scale;
  return { x: around.x - (around.x - view.x) * real, y: around.y - (around.y - view.y) * real, scale };
}

export function pan(view: Viewport, by: Point): Viewport {
  return { ...view, x: view.x + by.x, y: view.y + by.y };
}

/** Moves as little as is needed to show a box; to its beginning if it is larger than the frame. */
export function reveal(view: Viewport, box: Box, frame: Size): Viewport {
  return {
    ...view,
    x: view.x + shift(box.x * view.scale + view.x, box.width * view.scale, frame.width),
    y: view.y + shift(box.y * view.scale + view.y, box.height * view.scale, frame.height),
  };
}

function shift(start: number, size: number, frame: number): number {
  if (start < MARGIN || size > frame - 2 * MARGIN) return MARGIN - start;
  return Math.min(0, frame - MARGIN - size - start);
}

/** The part of the graph around what is seen, in steps, so that it changes rarely while one moves. */
export function seenBox({ x, y, scale }: Viewport, frame: Size, step = 400): Box {
  const left = Math.floor(-x / scale / step - 1) * step;
  const top = Math.floor(-y / scale / step - 1) * step;
  return {
    ...{ x: left, y: top },
    width: Math.ceil(frame.width / scale / step + 3) * step,
    height: Math.ceil(frame.height / scale / step + 3) * step,
  };
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

/** The box around several; undefined around none. */
export function around(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    ...{ x, y },
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

function within(scale: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, scale));
}
