import type { WorkflowView } from '../../core/workflows/record/workflow-store.js';
import type { StepSnapshot } from '../../core/workflows/record/workflow.js';
import { hookJsonName } from './hook-json-name.js';

/** Colors that can be told apart in light and dark pages. */
const STYLES = {
  PENDING: 'fill:#e5e7eb,stroke:#6b7280,color:#111827',
  STARTED: 'fill:#dbeafe,stroke:#2563eb,color:#111827',
  RETRY: 'fill:#fef3c7,stroke:#d97706,color:#111827',
  SUCCESS: 'fill:#dcfce7,stroke:#16a34a,color:#111827',
  FAILURE: 'fill:#fee2e2,stroke:#dc2626,color:#111827',
  REVOKED: 'fill:#f3f4f6,stroke:#9ca3af,color:#6b7280,stroke-dasharray:4',
};

/**
 * A workflow as a Mermaid flowchart: steps and hooks as nodes with their status as class, edges from each step to those
 * that wait for it. Items are a number in the node of their step.
 */
export function mermaidOf({ steps, hooks }: WorkflowView): string {
  const own = steps.filter(({ itemOf }) => itemOf === null);
  const ids = new Map(own.map(({ name }, i) => [name, `s${i}`]));
  const nodes = own.map((step) => `  ${ids.get(step.name)}["${labelOf(step)}"]:::${step.status}`);
  const edges = own.flatMap(({ name, parents }) =>
    parents.map((parent) => `  ${ids.get(parent)} --> ${ids.get(name)}`),
  );
  const ends = hooks.map(
    (hook, i) => `  h${i}(["${labelOf({ ...hook, name: hookJsonName(hook.name) })}"]):::${hook.status}`,
  );
  const classes = Object.entries(STYLES).map(([status, style]) => `  classDef ${status} ${style}`);
  return ['flowchart TD', ...nodes, ...ends, ...edges, ...classes, ''].join('\n');
}

function labelOf({ name, task, items }: StepSnapshot): string {
  const each = items === null ? '' : `<br>${items.ended} of ${items.total} items`;
  return `${escaped(name)}<br>${escaped(task)}${each}`;
}

/** Mermaid's own escapes: everything but letters, digits, dots, hyphens and underscores becomes `#code;`. */
function escaped(text: string): string {
  return text.replace(/[^\w.-]/gu, (character) => `#${character.codePointAt(0)};`);
}
