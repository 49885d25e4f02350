import type { ChordPart, ChordState, ChordStore } from '../../src/bridges/celery/broker/celery-results.js';
import type { ResultMeta, ResultTuple } from '../../src/bridges/celery/protocol/result-meta.js';
import type { WireMessage } from '../../src/bridges/celery/protocol/wire-message.js';

/** The death of a process in a test. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** A broker and a result backend in memory, which may be told to fail at a step. */
export class CanvasFakes {
  /** Messages by queue, id and body: what is sent twice counts once, as its sending has one tag. */
  readonly sent = new Map<string, { readonly queue: string; readonly message: WireMessage }>();
  readonly stored = new Map<string, ResultMeta>();
  /** Steps taken so far, and the one before or after which the process dies. */
  steps = 0;
  dies: { readonly at: number; readonly before: boolean } | undefined;

  readonly broker = {
    send: (queue: string, message: WireMessage) =>
      this.step(() => {
        const { correlationId = '' } = message.properties;
        this.sent.set([queue, correlationId, message.body.toString()].join(), { queue, message });
      }),
  };

  private readonly sizes = new Map<string, number>();
  private readonly groups = new Map<string, ResultTuple>();
  private readonly parts = new Map<string, Map<string, ChordPart>>();

  readonly chords: ChordStore = {
    setSize: (groupId, size) => this.step(() => void this.sizes.set(groupId, size)),
    addPart: (part) => this.step(() => this.add(part)),
    saveGroup: (group) => this.step(() => void this.groups.set(group[0][0], group)),
    savedGroup: (groupId) => Promise.resolve(this.groups.get(groupId) ?? null),
    results: (ids) => Promise.resolve(new Map([...this.stored].filter(([id]) => ids.includes(id)))),
    forget: (groupId) =>
      this.step(() => {
        this.sizes.delete(groupId);
        this.parts.delete(groupId);
      }),
  };

  readonly results = {
    chords: this.chords as ChordStore | undefined,
    store: (meta: ResultMeta) =>
      this.step(() => {
        if (this.stored.get(meta.id)?.state !== 'SUCCESS') this.stored.set(meta.id, meta);
      }),
  };

  /** Ids of the tasks sent, with their arguments. */
  get calls(): readonly (readonly [id: string, args: unknown])[] {
    return [...this.sent.values()].map(({ message }) => {
      const [args] = JSON.parse(message.body.toString()) as [unknown];
      return [message.properties.correlationId ?? '', args];
    });
  }

  private add(part: ChordPart): ChordState {
    const parts = this.parts.get(part.groupId) ?? new Map<string, ChordPart>();
    this.parts.set(part.groupId, parts.set(JSON.stringify(part), part));
    const size = this.sizes.get(part.groupId) ?? null;
    const sorted = [...parts.values()].toSorted((a, b) => a.index - b.index);
    return { parts: size === null || sorted.length >= size ? sorted : [], size };
  }

  private async step<T>(act: () => T): Promise<T> {
    this.steps += 1;
    const isLast = this.steps === this.dies?.at;
    if (isLast && this.dies?.before === true) throw new Killed();
    const result = act();
    await Promise.resolve();
    if (isLast) throw new Killed();
    return result;
  }
}
