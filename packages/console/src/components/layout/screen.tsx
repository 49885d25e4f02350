import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { reachability } from '../../api/reachability.js';
import type { Loaded } from '../../api/use-load.js';
import { ErrorNotice } from '../feedback/error-notice.js';
import { Freshness } from './freshness.js';
import { useHeadingFocus } from './use-heading-focus.js';
import './screen.css';

export interface ScreenProps {
  readonly title: string;
  /** Shown beside the title: a state, an id. */
  readonly beside?: ComponentChildren;
  readonly actions?: ComponentChildren;
  /** The data of the screen: their age and error are shown. */
  readonly loaded?: Loaded<unknown>;
  readonly children: ComponentChildren;
}

/** The frame of each screen: title, actions, the age of the data, and what went wrong with them. */
export function Screen({ title, beside, actions, loaded, children }: ScreenProps) {
  const heading = useHeadingFocus();
  useEffect(() => {
    document.title = `${title} · Celeriac`;
  }, [title]);
  return (
    <div class="screen">
      <header>
        <div class="line">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {beside}
        </div>
        <div class="line">
          {loaded && <Freshness loaded={loaded} />}
          {actions}
        </div>
      </header>
      {loaded?.error !== undefined && !isKnownOutage(loaded) && (
        <ErrorNotice error={loaded.error} onRetry={loaded.reload} />
      )}
      {children}
    </div>
  );
}

/** A banner says so above the screen, which still has its older data. */
function isKnownOutage({ data }: Loaded<unknown>): boolean {
  return data !== undefined && reachability.value !== 'ok';
}
