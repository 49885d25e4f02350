import { Injectable } from '@nestjs/common';
import type { FailureCount, FailureFilter, FailureGroup, FailureParts } from '../../core/index.js';
import { HistoryDatabase } from '../database/history-database.js';

const NAMED_IDS = 10;

const FAILED = `status = 'FAILURE' AND error_fingerprint IS NOT NULL`;

const COUNTS = `
SELECT error_fingerprint AS fingerprint, count(*) AS count, max(finished_at) AS "lastAt" FROM task
WHERE ${FAILED} AND finished_at >= to_timestamp($1 / 1000.0)
  AND ($2::text IS NULL OR queue = $2) AND ($3::text IS NULL OR name = $3)
GROUP BY 1 ORDER BY 3 DESC LIMIT $4`;

const OF_GROUP = `${FAILED} AND error_fingerprint = fingerprint
  AND ($2::text IS NULL OR queue = $2) AND ($3::text IS NULL OR name = $3)`;

const GROUPS = `
SELECT fingerprint, seen.*, newest.*
FROM unnest($1::text[]) AS fingerprint
CROSS JOIN LATERAL (
  SELECT min(first_at) AS "firstAt", max(last_at) AS "lastAt", array_agg(queue ORDER BY last_at DESC) AS queues,
    array_remove(array_agg(version ORDER BY first_at), NULL) AS versions
  FROM (
    SELECT queue, version, min(finished_at) AS first_at, max(finished_at) AS last_at
    FROM task WHERE ${OF_GROUP} GROUP BY queue, version
  ) AS parts
) AS seen
CROSS JOIN LATERAL (
  SELECT array_agg(id::text ORDER BY finished_at DESC, id DESC) AS ids,
    (array_agg(ARRAY[name, error_type, error_message] ORDER BY finished_at DESC, id DESC))[1:1] AS error
  FROM (
    SELECT id, finished_at, name, error_type, error_message FROM task WHERE ${OF_GROUP}
    ORDER BY finished_at DESC LIMIT ${NAMED_IDS}
  ) AS few
) AS newest
WHERE seen."firstAt" IS NOT NULL`;

/** $4 begin, $5 length of a part, $6 number of parts. */
const PARTS = `
SELECT error_fingerprint AS fingerprint, count(*) AS count,
  least(floor((extract(epoch FROM finished_at) * 1000 - $4) / $5), $6 - 1)::integer AS part
FROM task WHERE ${FAILED} AND error_fingerprint = ANY($1::text[]) AND finished_at >= to_timestamp($4 / 1000.0)
  AND ($2::text IS NULL OR queue = $2) AND ($3::text IS NULL OR name = $3)
GROUP BY 1, 3`;

const IDS = `
SELECT id FROM task WHERE ${FAILED} AND error_fingerprint = $1 ORDER BY finished_at DESC LIMIT $2`;

interface GroupRow extends Pick<FailureGroup, 'fingerprint' | 'firstAt' | 'lastAt' | 'queues' | 'versions'> {
  readonly ids: readonly string[];
  /** One row: the name, type and message. */
  readonly error: readonly (readonly (string | null)[])[];
}

interface PartRow {
  readonly fingerprint: string;
  readonly part: number;
  readonly count: number;
}

/** Groups the failed tasks of the history by the fingerprints of their errors. */
@Injectable()
export class StoredFailures {
  constructor(private readonly database: HistoryDatabase) {}

  /** @throws HistoryUnavailableError */
  async counts({ from, queue, name }: FailureFilter, limit: number): Promise<FailureCount[]> {
    return [...(await this.database.read<FailureCount>(COUNTS, [from, queue, name, limit]))];
  }

  /** @throws HistoryUnavailableError */
  async groups(
    fingerprints: readonly string[],
    { from, queue, name }: FailureFilter,
    { stepMs, number }: FailureParts,
  ): Promise<FailureGroup[]> {
    const values = [fingerprints, queue, name];
    const [groups, parts] = await Promise.all([
      this.database.read<GroupRow>(GROUPS, values),
      this.database.read<PartRow>(PARTS, [...values, from, stepMs, number]),
    ]);
    return groups.map((group) => groupOf(group, countsOf(group.fingerprint, parts, number)));
  }

  /** @throws HistoryUnavailableError */
  async ids(fingerprint: string, limit: number): Promise<string[]> {
    const rows = await this.database.read<{ readonly id: string }>(IDS, [fingerprint, limit]);
    return rows.map(({ id }) => id);
  }
}

function countsOf(fingerprint: string, parts: readonly PartRow[], number: number): number[] {
  const counts = Array.from({ length: number }, () => 0);
  for (const one of parts) if (one.fingerprint === fingerprint) counts[one.part] = one.count;
  return counts;
}

function groupOf({ ids, error, queues, versions, ...group }: GroupRow, counts: number[]): FailureGroup {
  const [name, type, message] = error[0] ?? [];
  return {
    ...group,
    name: name ?? '',
    error: { type: type ?? 'Error', message: message ?? '' },
    queues: [...new Set(queues)],
    versions: [...new Set(versions)],
    counts,
    count: counts.reduce((total, one) => total + one, 0),
    taskIds: ids,
  };
}
