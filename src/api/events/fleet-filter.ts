import type { Condition } from '../../core/query/condition.js';
import { fitsAll } from '../../core/query/matcher.js';
import { parseQuery } from '../../core/query/parse/parse-query.js';
import type { Target } from '../../core/query/query.js';
import { conditionsOf } from '../../core/query/resolve-query.js';
import type { TaskChange } from '../../core/watch/fleet/recent-changes.js';
import { InvalidRequestError } from '../problems/invalid-request.js';
import type { FleetEventsQuery } from './fleet-events.dto.js';

/** Fields that a change of a task can be filtered by: the others are not kept of a change. */
const ALLOWED = ['name', 'queue', 'status', 'tag'];

/** The changes that one client wants. */
export class FleetFilter {
  /** Equal for equal filters. */
  readonly key: string;
  private readonly conditions: readonly Condition[];

  /** @throws QueryError; InvalidRequestError for a query of other fields */
  constructor(private readonly wanted: FleetEventsQuery) {
    const { queue, name, status, tag, q } = wanted;
    this.key = JSON.stringify([queue, name, status, tag, q]);
    this.conditions = q === undefined ? [] : conditionsIn(q);
  }

  /** True if the task fits, or may have fitted before: its client must hear that it no longer does. */
  fits({ task, statuses }: TaskChange): boolean {
    const { queue, name, status, tag } = this.wanted;
    if (queue !== undefined && task.queue !== queue) return false;
    if (name !== undefined && task.name !== name) return false;
    if (tag !== undefined && !task.tags.includes(tag)) return false;
    if (status !== undefined && !statuses.has(status)) return false;
    if (this.conditions.length === 0) return true;
    return [...statuses].some((each) =>
      fitsAll({ task: { ...task, status: each }, payload: undefined }, this.conditions),
    );
  }
}

function conditionsIn(q: string): Condition[] {
  const query = parseQuery(q);
  const other = query.terms.find(({ target }) => !isAllowed(target));
  if (other === undefined) return conditionsOf(query, { now: Date.now(), seesPayloads: false });
  const message = `q must ask for ${ALLOWED.join(', ')} only: ${shown(other.target)} is not among them`;
  throw new InvalidRequestError([{ parameter: 'q', message }]);
}

function isAllowed(target: Target): boolean {
  return target.kind === 'field' && ALLOWED.includes(target.name);
}

function shown(target: Target): string {
  if (target.kind === 'field') return target.name;
  return target.kind === 'document' ? [target.document, ...target.path].join('.') : 'free text';
}
