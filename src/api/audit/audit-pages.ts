import { Injectable } from '@nestjs/common';
import { AuditHistories } from '../../core/history/audit-history.js';
import { HistoryUnavailableError } from '../../core/history/task-history.js';
import { walkPage } from '../../core/read/page-walk.js';
import { type AuditEntry, type AuditFilter, AuditLog, CHUNK, type EntryPart, fits } from './audit-log.js';

/** Maximum number of entries examined for one page: a filter with few matches returns a short page and a cursor. */
const MAX_LOOKED_AT = 2_000;

export interface AuditPage {
  /** Newest first. */
  readonly items: readonly AuditEntry[];
  /** Cursor of the next page; null at the end. */
  readonly nextCursor: string | null;
}

/** Lists the audit log: what the broker has displaced comes from the history, if there is one. */
@Injectable()
export class AuditPages {
  constructor(
    private readonly log: AuditLog,
    private readonly histories: AuditHistories,
  ) {}

  /**
   * @param before the id to continue from
   * @throws BrokerUnavailableError
   * @throws HistoryUnavailableError if the broker has no more, and the history does not answer
   */
  async page(filter: AuditFilter, limit: number, before?: string): Promise<AuditPage> {
    let lookedAt = 0;
    const { items, next } = await walkPage<AuditEntry, string>({
      limit,
      after: startOf(filter, before),
      read: async (after) => {
        const { entries, isLast } = await this.older(filter, after);
        const fitting = entries.map((entry) => ({
          place: entry.id,
          item: fits(entry, filter) ? entry : undefined,
        }));
        return { entries: fitting, next: isLast ? null : nextIn(entries, filter) };
      },
      isEnough: () => (lookedAt += CHUNK) >= MAX_LOOKED_AT,
    });
    return { items, nextCursor: next };
  }

  private async older(filter: AuditFilter, before: string | undefined): Promise<EntryPart> {
    const kept = await this.log.older(before);
    const stored = await this.stored(filter, before).catch((error: unknown) => {
      if (error instanceof HistoryUnavailableError && kept.entries.length > 0) return NOTHING;
      throw error;
    });
    return merged(kept, stored);
  }

  private async stored(filter: AuditFilter, before: string | undefined): Promise<EntryPart> {
    const history = this.histories.get();
    if (history === undefined) return NOTHING;
    const actions = await history.page(filter, CHUNK, before);
    return { entries: actions.map((action) => this.log.entryOf(action)), isLast: actions.length < CHUNK };
  }
}

/** The id to continue from: nothing later than the period is read. */
function startOf({ to }: AuditFilter, before: string | undefined): string | undefined {
  if (to === undefined) return before;
  const end = to * 1_000;
  return before === undefined || Number(before) > end ? String(end) : before;
}

/** Null if everything that follows is earlier than the period. */
function nextIn(entries: readonly AuditEntry[], { from }: AuditFilter): string | null {
  const last = entries.at(-1);
  return last === undefined || (from !== undefined && last.at < from) ? null : last.id;
}

const NOTHING: EntryPart = { entries: [], isLast: true };

/** The part of both that is complete: a part that goes on says nothing of what is below its last entry. */
function merged(kept: EntryPart, stored: EntryPart): EntryPart {
  const ends = [kept, stored].map(({ entries, isLast }) => (isLast ? 0 : Number(entries.at(-1)?.id ?? 0)));
  const all = new Map([...stored.entries, ...kept.entries].map((entry) => [entry.id, entry]));
  const entries = [...all.values()].filter(({ id }) => Number(id) >= Math.max(...ends));
  entries.sort((a, b) => Number(b.id) - Number(a.id));
  return { entries, isLast: kept.isLast && stored.isLast };
}
