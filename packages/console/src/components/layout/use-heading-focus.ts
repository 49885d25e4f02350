import { useLocation } from 'preact-iso';
import { useEffect, useRef } from 'preact/hooks';

/** True until the first screen of the page is shown: after a load, the browser places the focus. */
let isFirst = true;

/**
 * Moves the focus to the heading of a screen when somebody navigates to it, so that a screen reader announces it and Tab
 * goes on from there. A screen that has put the focus on a field of its own keeps it.
 */
export function useHeadingFocus() {
  const { path } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const wasFirst = isFirst;
    isFirst = false;
    const screen = heading.current?.closest('.screen');
    if (!wasFirst && !screen?.contains(document.activeElement))
      heading.current?.focus({ preventScroll: true });
  }, [path]);
  return heading;
}
