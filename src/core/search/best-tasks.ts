import type { FullTask, SearchPosition } from '../history/task-history.js';

/** A found task and its place in the list. */
export interface Found {
  readonly full: FullTask;
  readonly place: SearchPosition;
}

/** Keeps the first tasks of an order out of many, without keeping the others. */
export class BestTasks {
  private kept: Found[] = [];

  constructor(
    private readonly count: number,
    private readonly compare: (a: SearchPosition, b: SearchPosition) => number,
  ) {}

  add(found: readonly Found[]): void {
    this.kept.push(...found);
    this.kept.sort((a, b) => this.compare(a.place, b.place));
    this.kept.length = Math.min(this.kept.length, this.count);
  }

  get all(): readonly Found[] {
    return this.kept;
  }
}
