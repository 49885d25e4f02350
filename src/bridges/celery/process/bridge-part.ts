/** A part of the bridge's work, such as taking messages. It begins with `start` and ends with `stop`. */
export interface BridgePart {
  /** Called once, when the connections to Celery's broker and result backend are made, or being tried for. */
  readonly start: () => Promise<void>;
  /** Ends the part in order: what it has begun is finished. Never rejects. */
  readonly stop: () => Promise<void>;
}

/** The parts of the bridge in the order in which they start; they stop in the opposite one. */
export class BridgeParts {
  constructor(readonly all: readonly BridgePart[]) {}
}
