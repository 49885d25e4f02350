import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type ActionFilter, AuditHistories, type AuditHistory, type StoredAction } from '../../core/index.js';
import { HistoryDatabase } from '../database/history-database.js';

const UPSERT = `
INSERT INTO audit (id, who, action, target, entry, outcome)
SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::json[], $6::json[])
ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome WHERE audit.outcome IS NULL`;

const PAGE = `
SELECT id::text, who, action, target, entry::text, outcome::text FROM audit
WHERE ($1::bigint IS NULL OR id < $1) AND ($2::text IS NULL OR who = $2)
  AND ($3::text IS NULL OR action = $3 OR starts_with(action, $3 || '.')) AND ($4::text IS NULL OR target = $4)
ORDER BY audit.id DESC LIMIT $5`;

/** Reads and writes rows of `audit`. */
@Injectable()
export class AuditTable implements AuditHistory, OnApplicationBootstrap {
  constructor(
    private readonly database: HistoryDatabase,
    private readonly histories: AuditHistories,
  ) {}

  onApplicationBootstrap(): void {
    if (this.database.isConfigured) this.histories.use(this);
  }

  async newest(): Promise<string | undefined> {
    const statement = 'SELECT max(id)::text AS id FROM audit';
    const [row] = await this.database.write<{ readonly id: string | null }>(statement);
    return row?.id ?? undefined;
  }

  async keep(actions: readonly StoredAction[]): Promise<void> {
    if (actions.length === 0) return;
    await this.database.write(UPSERT, [
      actions.map(({ id }) => id),
      actions.map(({ who }) => textOf(who)),
      actions.map(({ action }) => action),
      actions.map(({ target }) => textOf(target)),
      actions.map(({ entry }) => entry),
      actions.map(({ outcome }) => outcome),
    ]);
  }

  page(
    { who, action, target }: ActionFilter,
    limit: number,
    before?: string,
  ): Promise<readonly StoredAction[]> {
    return this.database.read<StoredAction>(PAGE, [
      before ?? null,
      textOf(who ?? null),
      action ?? null,
      textOf(target ?? null),
      limit,
    ]);
  }
}

/** PostgreSQL has no NUL in texts. */
function textOf(text: string | null): string | null {
  return text?.replaceAll('\0', '') ?? null;
}
