/**
 * Marks a task that came over a bridge, which is told its end by `BridgeEnds`. It is stored as text: BullMQ's script
 * would turn the empty lists of an object into objects.
 */
export interface BridgeMark {
  /** The name of the bridge: `celery`. Lower-case letters. */
  readonly bridge: string;
  /** The id of the task in the other system. */
  readonly id: string;
  /** All that the bridge needs to know at the end. JSON. */
  readonly data: object;
  /** BullMQ's number of the priority, between those of `priorities`. Default: that of the task. */
  readonly priority?: number;
}

/** The bridge over which a task came, for people. */
export interface BridgeOrigin {
  /** The name of the bridge: `celery`. */
  readonly name: string;
  /** The id of the task in the other system. */
  readonly id: string;
}

/** @returns null for a task that did not come over a bridge */
export function bridgeOriginIn(stored: string | undefined): BridgeOrigin | null {
  const mark = readBridgeMark(stored);
  return mark && { name: mark.bridge, id: mark.id };
}

/** @returns undefined without a mark */
export function storedBridgeMark(mark: BridgeMark | undefined): string | undefined {
  return mark && JSON.stringify(mark);
}

/** @returns null without a mark, or for one that another producer has written */
export function readBridgeMark(stored: string | undefined): BridgeMark | null {
  if (stored === undefined) return null;
  try {
    const mark = JSON.parse(stored) as Partial<BridgeMark> | null;
    const isWhole =
      typeof mark?.bridge === 'string' && typeof mark.id === 'string' && typeof mark.data === 'object';
    return isWhole ? (mark as BridgeMark) : null;
  } catch {
    return null;
  }
}
