import type { Layout } from './graph-layout.js';
import { type Direction, neighbourOf } from './neighbour.js';
import type { Point } from './viewport.js';

/** A change of the viewport. */
export type Move = Point | { readonly factor: number } | 'fit';

export const ZOOM = 1.25;
const STEP_PX = 80;

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

const MOVES: Readonly<Record<string, Move>> = {
  '+': { factor: ZOOM },
  '=': { factor: ZOOM },
  '-': { factor: 1 / ZOOM },
  '0': 'fit',
  ArrowLeft: { x: STEP_PX, y: 0 },
  ArrowRight: { x: -STEP_PX, y: 0 },
  ArrowUp: { x: 0, y: STEP_PX },
  ArrowDown: { x: 0, y: -STEP_PX },
};

export interface KeyTargets {
  readonly layout: Layout;
  readonly focusNode: (id: string) => void;
  readonly choose: (id: string) => void;
}

/** Arrow keys lead from node to node; on the frame itself, they move the view. */
export function handleKey(event: KeyboardEvent, targets: KeyTargets, move: (change: Move) => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const id = event.target instanceof SVGElement ? event.target.dataset['id'] : undefined;
  const direction = DIRECTIONS[event.key];
  const change = MOVES[event.key];
  if (id !== undefined && direction !== undefined) {
    const next = neighbourOf(targets.layout, id, direction);
    if (next !== undefined) targets.focusNode(next);
  } else if (id !== undefined && (event.key === 'Enter' || event.key === ' ')) targets.choose(id);
  else if (change !== undefined) move(change);
  else return;
  event.preventDefault();
}
