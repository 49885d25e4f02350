import { pointerOf } from '../../../platform/validation/json-pointer.js';
import { InvalidWorkflowError, MAX_FAULTS, type WorkflowFault } from '../definition/workflow.errors.js';

/** Collects the mistakes of a definition. */
export class FaultList {
  private readonly faults: WorkflowFault[] = [];

  /**
   * @param path names from the definition to the mistake, spelled as on the wire
   * @throws InvalidWorkflowError if that was the last one that is reported: checking stops there
   */
  add(path: readonly string[], message: string): void {
    this.faults.push({ pointer: pointerOf(path), message });
    if (this.faults.length >= MAX_FAULTS) this.throwIfAny();
  }

  throwIfAny(): void {
    if (this.faults.length > 0) throw new InvalidWorkflowError(this.faults);
  }
}

/** A name in a message: in quotes, and cut if it is long. */
export function quoted(name: string): string {
  return JSON.stringify(name.length <= 100 ? name : `${name.slice(0, 99)}…`);
}
