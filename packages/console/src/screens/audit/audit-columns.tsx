import { pathTo } from '../../app/paths.js';
import { Facts } from '../../components/data/facts.js';
import type { Column } from '../../components/data/table.js';
import { Tag } from '../../components/data/tag.js';
import { Time } from '../../components/data/time.js';
import { type AuditEntry, OUTCOME_TONES, pageOfCreated, pageOfTarget } from './audit-entry.js';

/** @param query that of the address: names and actions lead to the entries that share them */
export function auditColumns(query: Readonly<Record<string, string>>): readonly Column<AuditEntry>[] {
  const filter = (name: 'who' | 'action', value: string) => (
    <a class="quiet-link" href={pathTo.audit({ ...query, [name]: value })} title={`Show only ${value}`}>
      {value}
    </a>
  );
  return [
    { id: 'at', title: 'When', cell: ({ at }) => <Time at={at} /> },
    { id: 'who', title: 'Who', cell: ({ who }) => filter('who', who) },
    { id: 'action', title: 'Action', cell: ({ action }) => filter('action', action) },
    { id: 'target', title: 'Target', cell: (entry) => <Target entry={entry} /> },
    {
      id: 'outcome',
      title: 'Outcome',
      cell: ({ outcome, status }) => (
        <Tag
          text={outcome}
          tone={OUTCOME_TONES[outcome]}
          title={status === null ? undefined : `HTTP status ${status}`}
        />
      ),
    },
    { id: 'reason', title: 'Reason', cell: ({ reason }) => reason && <span title={reason}>{reason}</span> },
    { id: 'details', title: 'Details', cell: (entry) => <Details entry={entry} /> },
  ];
}

function Target({ entry }: { readonly entry: AuditEntry }) {
  const page = pageOfTarget(entry);
  const created = pageOfCreated(entry);
  if (entry.target === null) return created ? <a href={created}>created</a> : null;
  const text = <code title={entry.target}>{entry.target}</code>;
  return page ? <a href={page}>{text}</a> : text;
}

function Details({ entry }: { readonly entry: AuditEntry }) {
  const created = pageOfCreated(entry);
  const { reason: _shownBeside, ...details } = entry.details;
  return (
    <details class="audit-details">
      <summary>Show</summary>
      <Facts
        facts={[
          ['At', <Time at={entry.at} isExact />],
          ['Role', entry.access === 'key' ? entry.role : `${entry.role}, without a key`],
          ['Status', entry.status],
          ['Created', created && <a href={created}>{entry.location}</a>],
          ['Request', entry.request_id && <code>{entry.request_id}</code>],
          ['From', entry.client_address],
          ...Object.entries(details).map(([name, value]) => [name, <Value value={value} />] as const),
        ]}
      />
    </details>
  );
}

function Value({ value }: { readonly value: unknown }) {
  return <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>;
}
