import { describe, expect, it } from '@jest/globals';
import { around, firstView, fit, overlaps, pan, reveal, seenBox, zoom } from './viewport.js';

const frame = { width: 800, height: 400 };
const view = { x: 0, y: 0, scale: 1 };

describe('the view of a graph', () => {
  it('shows all of a small one in the middle', () => {
    expect(fit({ width: 400, height: 200 }, frame)).toEqual({ x: 200, y: 100, scale: 1 });
    expect(fit({ width: 1_600, height: 200 }, frame)).toEqual({ x: 0, y: 150, scale: 0.5 });
  });

  it('begins with the beginning of a large one', () => {
    const first = { x: 12, y: 400, width: 200, height: 100 };
    expect(firstView({ width: 400, height: 200 }, frame, first)).toEqual({ x: 200, y: 100, scale: 1 });
    const view = firstView({ width: 8_000, height: 900 }, frame, first);
    expect(view).toEqual({ x: 15, y: -137.5, scale: 0.75 });
    expect((first.y + first.height / 2) * view.scale + view.y).toBe(frame.height / 2);
  });

  it('is enlarged around a point, within limits', () => {
    expect(zoom(view, 2, { x: 100, y: 50 })).toEqual({ x: -100, y: -50, scale: 2 });
    expect(zoom(view, 100, { x: 0, y: 0 }).scale).toBe(2.5);
    expect(zoom(view, 0, { x: 0, y: 0 }).scale).toBe(0.03);
  });

  it('is moved', () => {
    expect(pan(view, { x: 5, y: -3 })).toEqual({ x: 5, y: -3, scale: 1 });
  });

  it('is moved as little as is needed to show a box', () => {
    const box = { x: 100, y: 100, width: 50, height: 50 };
    expect(reveal(view, box, frame)).toEqual(view);
    expect(reveal(view, { ...box, x: 790 }, frame)).toMatchObject({ x: -64, y: 0 });
    expect(reveal(view, { ...box, y: -100 }, frame)).toMatchObject({ x: 0, y: 124 });
    expect(reveal(view, { ...box, width: 2_000 }, frame)).toMatchObject({ x: -76 });
  });

  it('has a box of what is around it, which rarely changes', () => {
    const seen = seenBox(view, frame);
    expect(seenBox({ ...view, x: -3 }, frame)).toEqual(seen);
    expect(overlaps(seen, { x: 790, y: 390, width: 5, height: 5 })).toBe(true);
    expect(overlaps(seen, { x: 5_000, y: 0, width: 5, height: 5 })).toBe(false);
  });

  it('knows the box around several', () => {
    expect(around([])).toBeUndefined();
    const boxes = [
      { x: 0, y: 10, width: 5, height: 5 },
      { x: 20, y: 0, width: 5, height: 5 },
    ];
    expect(around(boxes)).toEqual({ x: 0, y: 0, width: 25, height: 15 });
  });
});
