import { signal, useSignal } from '@preact/signals';
import type { Fleet } from '../../../api/fleet/fleet.js';
import { reachability } from '../../../api/reachability.js';
import { Button } from '../../../components/controls/button.js';
import { Time } from '../../../components/data/time.js';
import { Notice } from '../../../components/feedback/notice.js';
import { pathTo } from '../../paths.js';
import { type Banner, type BannerPage, findBanners } from './find-banners.js';
import './banners.css';

/** More than these are folded up. */
const SHOWN = 3;
const KEY = 'celeriac.dismissed-banners';

/** Banners that the person has read. A new occurrence has another id. */
const dismissed = signal<readonly string[]>(readDismissed());

/** Problems of the service, shown above every screen. */
export function Banners({ fleet }: { readonly fleet: Fleet }) {
  const isUnfolded = useSignal(false);
  const banners = findBanners({
    reachability: reachability.value,
    health: fleet.health.data,
    queues: fleet.queues.data,
    workers: fleet.workers.data,
  }).filter(({ id }) => !dismissed.value.includes(id));
  if (banners.length === 0) return null;
  const shown = isUnfolded.value ? banners : banners.slice(0, SHOWN);
  const more = banners.length - shown.length;
  return (
    <section class="banners" aria-label="Problems of the service">
      {shown.map((banner) => (
        <BannerNotice key={banner.id} banner={banner} />
      ))}
      {more > 0 && (
        <Button label={`${more} more`} icon="down" look="quiet" onClick={() => (isUnfolded.value = true)} />
      )}
    </section>
  );
}

function BannerNotice({ banner }: { readonly banner: Banner }) {
  const { id, tone, title, since, began, by, reason, text, page } = banner;
  return (
    <Notice
      tone={tone}
      title={title}
      actions={
        <>
          {page && <Button label={LABELS[page.screen]} href={hrefOf(page)} look="quiet" />}
          <Button
            label={`Dismiss: ${title}`}
            icon="close"
            look="quiet"
            isIconOnly
            onClick={() => dismiss(id)}
          />
        </>
      }
    >
      {since && (
        <>
          {began ?? 'Since'} <Time at={since} />
          {by && ` by ${by}`}
          {reason && `: “${reason.trim()}”`}.{' '}
        </>
      )}
      {text}
    </Notice>
  );
}

const LABELS = {
  workers: 'Workers',
  settings: 'Settings',
  queue: 'Open the queue',
  worker: 'Open the worker',
} as const;

function hrefOf(page: BannerPage): string {
  switch (page.screen) {
    case 'queue':
      return pathTo.queue(page.id);
    case 'worker':
      return pathTo.worker(page.id);
    default:
      return pathTo[page.screen]();
  }
}

function dismiss(id: string): void {
  dismissed.value = [...dismissed.value, id].slice(-100);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(dismissed.value));
  } catch {
    // Without storage they come back with the next page.
  }
}

function readDismissed(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
