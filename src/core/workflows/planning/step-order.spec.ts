import { describe, expect, it } from '@jest/globals';
import { randomOf } from '../../../../test/support/random.js';
import { inOrder } from './step-order.js';

type Graph = Record<string, readonly string[]>;

const orderOf = (graph: Graph) => inOrder(Object.keys(graph), (name) => graph[name] ?? []);

function randomGraph(seed: number): Graph {
  const random = randomOf(seed);
  const names = Array.from({ length: 1 + Math.floor(random() * 12) }, (_, i) => `s${i}`);
  const density = random() * 0.3;
  return Object.fromEntries(
    names.map((name) => [name, names.filter((other) => other !== name && random() < density)]),
  );
}

/** Removes steps without parents until none is left; what remains waits for itself. */
function hasCycle(graph: Graph): boolean {
  let left = Object.keys(graph);
  for (;;) {
    const stuck = left.filter((name) => graph[name]?.some((parent) => left.includes(parent)));
    if (stuck.length === left.length) return left.length > 0;
    left = stuck;
  }
}

describe('inOrder', () => {
  it('keeps an order that is right already', () => {
    const graph = { z: [], y: ['z'], c: [], a: ['y', 'c'], b: ['z'] };
    expect(orderOf(graph)).toEqual({ names: Object.keys(graph), cycles: [] });
  });

  it('puts parents first, and otherwise keeps the order', () => {
    expect(orderOf({ mail: ['thumbs', 'page'], thumbs: ['page'], other: [], page: [] }).names).toEqual([
      ...['page', 'thumbs', 'mail', 'other'],
    ]);
  });

  it('names each step of a cycle once, and no other', () => {
    expect(orderOf({ x: ['a'], a: ['b'], b: ['c'], c: ['a'], y: ['c'] }).cycles).toEqual([['a', 'b', 'c']]);
    expect(orderOf({ a: ['b'], b: ['a'], c: ['d'], d: ['c'] }).cycles).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('finds the cycles of random graphs that a naive search finds, and orders the others', () => {
    const kinds = { cyclic: 0, acyclic: 0 };
    for (let seed = 0; seed < 2_000; seed++) {
      const graph = randomGraph(seed);
      const { names, cycles } = orderOf(graph);
      expect([seed, cycles.length > 0]).toEqual([seed, hasCycle(graph)]);
      kinds[cycles.length > 0 ? 'cyclic' : 'acyclic']++;
      for (const cycle of cycles)
        for (const [i, name] of cycle.entries()) expect(graph[name]).toContain(cycle[(i + 1) % cycle.length]);
      expect(names.toSorted()).toEqual(Object.keys(graph).toSorted());
      if (cycles.length === 0)
        for (const [i, name] of names.entries())
          expect(names.slice(0, i)).toEqual(expect.arrayContaining([...(graph[name] ?? [])]));
    }
    expect(kinds.cyclic).toBeGreaterThan(300);
    expect(kinds.acyclic).toBeGreaterThan(300);
  });

  it('looks at each of 10,000 steps once, in a chain from either end and in layers', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `s${i}`);
    const graphs: ((i: number) => string[])[] = [
      (i) => names.slice(Math.max(0, i - 1), i),
      (i) => names.slice(i + 1, i + 2),
      (i) => names.slice(Math.floor(i / 100) * 100 - 100, Math.floor(i / 100) * 100),
    ];
    for (const parentsAt of graphs) {
      const visits = new Map<string, number>();
      const { names: order, cycles } = inOrder(names, (name) => {
        visits.set(name, (visits.get(name) ?? 0) + 1);
        return parentsAt(Number(name.slice(1)));
      });
      expect(cycles).toEqual([]);
      expect(order).toHaveLength(10_000);
      expect(new Set(visits.values())).toEqual(new Set([1]));
      expect(visits.size).toBe(10_000);
    }
  });

  it('reports few of the cycles of a dense graph', () => {
    const names = Array.from({ length: 500 }, (_, i) => `s${i}`);
    expect(inOrder(names, (name) => names.filter((other) => other !== name)).cycles).toHaveLength(10);
  });
});
