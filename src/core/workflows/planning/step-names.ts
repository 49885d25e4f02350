import { type FaultList, quoted } from './fault-list.js';
import { nearestName } from '../../../platform/validation/nearest-name.js';

/** The names of all steps of a definition. */
export class StepNames {
  private readonly known: ReadonlySet<string>;

  constructor(
    private readonly names: readonly string[],
    private readonly faults: FaultList,
  ) {
    this.known = new Set(names);
  }

  /** True for the name of a step; for any other, adds a fault at the path. */
  check(name: string, at: readonly string[]): boolean {
    if (this.known.has(name)) return true;
    const nearest = nearestName(name, this.names);
    this.faults.add(
      at,
      `No step is named ${quoted(name)}${nearest === undefined ? '' : `. Did you mean ${nearest}?`}`,
    );
    return false;
  }
}
