import type { FleetFeed } from '../../core/watch/fleet/fleet-feed.js';
import { type EventStream, type ServerSentEvent, frame } from '../streams/event-stream.js';
import type { FleetReadyDto, FleetResetDto, FleetSkippedDto, ResetReason } from './fleet-events.dto.js';
import type { FleetFilter } from './fleet-filter.js';

/** Frames of the current turn, by filter and position: equal clients share them. */
export type FramesOfTurn = Map<string, Buffer>;

/** Positions that a client without matching changes may pass before it is told its new one, so that it can resume. */
const SILENT_CHANGES = 1_000;

/**
 * Streams the changes of all tasks to one client. It keeps a position and nothing else: a client that reads slowly gets
 * fewer changes, and a `reset` if it has fallen too far behind.
 */
export class FleetClient {
  private position: number | undefined;
  private toldPosition = 0;
  private skipped = 0;
  private gaps = 0;

  /** @param lastEventId `Last-Event-ID` of a client that reconnects */
  constructor(
    private readonly stream: EventStream,
    private readonly feed: FleetFeed,
    private readonly filter: FleetFilter,
    private readonly lastEventId: string | undefined,
  ) {}

  /** Sends what is new, unless the client still has to read what was sent before. */
  look(frames: FramesOfTurn): void {
    if (!this.stream.isOpen || this.stream.isBehind || !this.feed.isLive) return;
    if (this.position === undefined) this.begin();
    else this.sendSkipped();
    this.sendChanges(frames);
    this.gaps = this.feed.gaps;
  }

  private begin(): void {
    const resumed = this.resumedAt();
    this.skipped = this.feed.skipped;
    if (resumed === undefined && this.lastEventId !== undefined) return this.reset('cannot-resume');
    this.position = resumed ?? this.feed.position;
    this.send('ready', { resumed: resumed !== undefined } satisfies FleetReadyDto);
  }

  /** The position after which the client continues; undefined if changes after it are unknown. */
  private resumedAt(): number | undefined {
    const [, process, position] = /^([\da-f]{8})-(\d{1,15})$/.exec(this.lastEventId ?? '') ?? [];
    if (process !== this.feed.id || this.feed.since(Number(position)) === undefined) return undefined;
    return Number(position);
  }

  private sendSkipped(): void {
    const skipped = this.feed.skipped - this.skipped;
    if (skipped === 0) return;
    this.skipped = this.feed.skipped;
    this.send('skipped', { skipped } satisfies FleetSkippedDto);
  }

  private sendChanges(frames: FramesOfTurn): void {
    const from = this.position ?? 0;
    const key = `${from} ${this.filter.key}`;
    const known = frames.get(key) ?? this.framesSince(from);
    if (known === undefined) return this.reset(this.gaps === this.feed.gaps ? 'too-slow' : 'changes-missed');
    frames.set(key, known);
    this.position = this.feed.position;
    if (known.length > 0) {
      this.stream.sendFrames(known);
      this.toldPosition = this.position;
    } else if (this.position - this.toldPosition > SILENT_CHANGES) {
      this.stream.sendFrames(`id: ${this.idOf(this.position)}\n\n`);
      this.toldPosition = this.position;
    }
  }

  private framesSince(from: number): Buffer | undefined {
    const changes = this.feed.since(from)?.filter((change) => this.filter.fits(change));
    const frames = changes?.map(({ position, json }) =>
      frame({ id: this.idOf(position), event: 'task', data: undefined }, json),
    );
    return frames && Buffer.from(frames.join(''));
  }

  private reset(reason: ResetReason): void {
    this.position = this.feed.position;
    this.send('reset', { reason } satisfies FleetResetDto);
  }

  private send(event: string, data: unknown): void {
    this.toldPosition = this.position ?? 0;
    const sent: ServerSentEvent = { id: this.idOf(this.toldPosition), event, data };
    this.stream.send([sent]);
  }

  private idOf(position: number): string {
    return `${this.feed.id}-${position}`;
  }
}
