/** The parts of a plan, as EXPLAIN (FORMAT JSON) writes it, that matter here. */
interface Plan {
  readonly 'Plan Rows'?: unknown;
  readonly 'Total Cost'?: unknown;
}

/** The number of rows that PostgreSQL expects. */
export function planRowsOf(explained: unknown): number {
  return numberOf(planOf(explained)['Plan Rows']);
}

/** The cost that PostgreSQL expects, in its own unit: a page that is read in order. */
export function planCostOf(explained: unknown): number {
  return numberOf(planOf(explained)['Total Cost']);
}

function planOf(explained: unknown): Plan {
  const [first] = Array.isArray(explained) ? (explained as unknown[]) : [];
  return typeof first === 'object' && first !== null && 'Plan' in first ? (first.Plan as Plan) : {};
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
