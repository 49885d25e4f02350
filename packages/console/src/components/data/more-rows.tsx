import { useEffect, useRef } from 'preact/hooks';
import type { Pages } from '../../api/use-pages.js';
import { Button } from '../controls/button.js';

/** Distance below the window at which the next page is requested. */
const MARGIN = '400px';

/** The end of a list that has more: it is read when it comes into view, or by the button. */
export function MoreRows({ pages }: { readonly pages: Pages }) {
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(pages);
  latest.current = pages;
  const { isLoading } = pages.loaded;
  useEffect(() => {
    const end = element.current;
    if (!end || isLoading || !pages.hasMore) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) latest.current.more();
      },
      { rootMargin: MARGIN },
    );
    observer.observe(end);
    return () => observer.disconnect();
  }, [pages.items.length, pages.hasMore, isLoading]);
  return (
    <div ref={element} class="line">
      {pages.hasMore && <Button label="Show more" icon="down" onClick={pages.more} />}
    </div>
  );
}
