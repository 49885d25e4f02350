import type { Fleet } from '../../api/fleet/fleet.js';
import type { HealthCheck } from '../../api/fleet/health.js';
import { pathTo } from '../../app/paths.js';
import { Icon } from '../../components/controls/icon.js';
import { duration } from '../../format/duration.js';
import { count, counted } from '../../format/number.js';

interface Part {
  readonly name: string;
  readonly state: 'up' | 'degraded' | 'down' | 'unknown';
  readonly fact: string;
  readonly href?: string;
}

const ICONS = { up: 'check', degraded: 'errors', down: 'errors', unknown: 'wait' } as const;

/** One line for the state of each part of the service. What is wrong stands in the banners as well. */
export function HealthStrip({ fleet }: { readonly fleet: Fleet }) {
  return (
    <ul class="health-strip" aria-label="Health">
      {partsOf(fleet).map(({ name, state, fact, href }) => (
        <li key={name} data-state={state}>
          <Icon name={ICONS[state]} />
          <span class="soft">{name}</span>
          <span class="health-fact">{href ? <a href={href}>{fact}</a> : fact}</span>
        </li>
      ))}
    </ul>
  );
}

function partsOf({ health, queues, workers }: Fleet): readonly Part[] {
  const checks = health.data?.details;
  return [
    partOf('Broker', checks?.['redis'], ({ used_mb: used, max_mb: max }) => memory(used, max)),
    partOf('Memory', checks?.['memory'], ({ rss_mb: used, limit_mb: max }) => memory(used, max)),
    partOf('Clock', checks?.['clock'], ({ skew_ms: skew }) => `${duration(Number(skew))} apart`),
    consumersPart(queues.data, workers.data),
    checks && !checks['history']
      ? { name: 'History', state: 'up', fact: 'none' }
      : partOf(
          'History',
          checks?.['history'],
          ({ lag_seconds: lag }) => `${duration(Number(lag) * 1_000)} behind`,
        ),
  ];
}

function partOf(name: string, check: HealthCheck | undefined, fact: (check: HealthCheck) => string): Part {
  if (check === undefined) return { name, state: 'unknown', fact: '…' };
  const isKnown = check.status === 'up' || check.message === undefined;
  return { name, state: check.status, fact: isKnown ? fact(check) : (check.message ?? check.status) };
}

function consumersPart(queues: Fleet['queues']['data'], workers: Fleet['workers']['data']): Part {
  const name = 'Consumers';
  if (queues === undefined || workers === undefined) return { name, state: 'unknown', fact: '…' };
  const alone = queues.filter(({ consumers }) => consumers === 0).length;
  const live = workers.filter(({ state }) => state !== 'lost').length;
  const fact =
    alone === 0 ? `${counted(live, 'worker')}, all queues` : `${counted(alone, 'queue')} without a worker`;
  return { name, state: alone === 0 ? 'up' : 'down', fact, href: pathTo.workers() };
}

function memory(used: unknown, max: unknown): string {
  return Number(max) > 0 ? `${count(Number(used))} of ${count(Number(max))} MB` : `${count(Number(used))} MB`;
}
