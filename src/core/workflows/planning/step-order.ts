/** Each cycle is a list of up to all steps, and a dense graph has very many. */
const MAX_CYCLES = 10;

/** The order of a graph's steps. */
export interface StepOrder {
  /** Every step after its parents, and otherwise as given: an order that is right already is kept. */
  readonly names: readonly string[];
  /**
   * Steps of which each waits for the next, and the last for the first. Empty if the steps can be ordered; otherwise the
   * first MAX_CYCLES.
   */
  readonly cycles: readonly (readonly string[])[];
}

/**
 * Orders steps by their parents. Looks at each step and each edge once, and needs no stack for a long chain.
 *
 * @param parentsOf the parents of a step, all of which are among `names`; called once a step
 */
export function inOrder(names: Iterable<string>, parentsOf: (name: string) => readonly string[]): StepOrder {
  const walk = new Walk(parentsOf);
  for (const name of names) walk.visit(name);
  return { names: walk.done, cycles: walk.cycles };
}

/** A step whose parents are being visited. */
interface OpenStep {
  readonly name: string;
  readonly parents: readonly string[];
  /** Index of the parent to visit next. */
  next: number;
}

/** Goes depth first from a step to its parents, which are done before it. */
class Walk {
  readonly done: string[] = [];
  readonly cycles: string[][] = [];
  private readonly states = new Map<string, 'open' | 'done'>();
  private readonly path: OpenStep[] = [];

  constructor(private readonly parentsOf: (name: string) => readonly string[]) {}

  visit(start: string): void {
    if (this.states.has(start)) return;
    this.open(start);
    for (let at = this.path.at(-1); at !== undefined; at = this.path.at(-1)) {
      const parent = at.parents[at.next++];
      if (parent === undefined) this.close(at.name);
      else this.follow(parent);
    }
  }

  private follow(parent: string): void {
    const state = this.states.get(parent);
    if (state === undefined) this.open(parent);
    else if (state === 'open') this.addCycle(parent);
  }

  private open(name: string): void {
    this.states.set(name, 'open');
    this.path.push({ name, parents: this.parentsOf(name), next: 0 });
  }

  private close(name: string): void {
    this.states.set(name, 'done');
    this.done.push(name);
    this.path.pop();
  }

  /** @param first the step on the path that closes the cycle */
  private addCycle(first: string): void {
    if (this.cycles.length >= MAX_CYCLES) return;
    const names = this.path.map(({ name }) => name);
    this.cycles.push(names.slice(names.indexOf(first)));
  }
}
