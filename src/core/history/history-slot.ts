/** Holds the history of one kind, which a module outside the core registers. Without it, the broker alone is read. */
export abstract class HistorySlot<History> {
  private current: History | undefined;

  /** Registers the implementation. Without one, everything is answered from the broker. */
  use(history: History): void {
    this.current = history;
  }

  /** undefined if there is no history. */
  get(): History | undefined {
    return this.current;
  }
}
