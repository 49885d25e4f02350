import type { Layout } from './graph-layout.js';
import type { Box } from './viewport.js';

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * The node that an arrow key leads to: left and right along an edge where there is one, up and down within the column.
 *
 * @returns undefined at the rim
 */
export function neighbourOf({ boxes, edges }: Layout, id: string, direction: Direction): string | undefined {
  const from = boxes.get(id);
  if (from === undefined) return undefined;
  const isAcross = direction === 'left' || direction === 'right';
  const linked = isAcross
    ? edges.flatMap((edge) => {
        if (direction === 'right') return edge.from === id ? [edge.to] : [];
        return edge.to === id ? [edge.from] : [];
      })
    : [...boxes].filter(([, box]) => isSameColumn(box, from)).map(([other]) => other);
  const candidates = linked.length > 0 ? linked : [...boxes.keys()];
  return nearest(candidates, from, direction, boxes);
}

function nearest(
  candidates: readonly string[],
  from: Box,
  direction: Direction,
  boxes: ReadonlyMap<string, Box>,
): string | undefined {
  let best: { readonly id: string; readonly distance: number } | undefined;
  for (const id of candidates) {
    const box = boxes.get(id);
    const distance = box && distanceTo(from, box, direction);
    if (distance !== undefined && distance < (best?.distance ?? Infinity)) best = { id, distance };
  }
  return best?.id;
}

/** Undefined if the box does not lie in the direction. What lies straight ahead is nearer. */
function distanceTo(from: Box, to: Box, direction: Direction): number | undefined {
  const x = to.x + to.width / 2 - (from.x + from.width / 2);
  const y = to.y + to.height / 2 - (from.y + from.height / 2);
  const [ahead, aside] = { right: [x, y], left: [-x, y], down: [y, x], up: [-y, x] }[direction] as [
    number,
    number,
  ];
  return ahead > 1 ? ahead + 2 * Math.abs(aside) : undefined;
}

function isSameColumn(a: Box, b: Box): boolean {
  return Math.abs(a.x + a.width / 2 - (b.x + b.width / 2)) < b.width / 2;
}
