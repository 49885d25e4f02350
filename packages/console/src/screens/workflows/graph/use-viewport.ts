import { type Signal, useSignal } from '@preact/signals';
import { type RefObject } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import type { Layout } from './graph-layout.js';
import { type Size, type Viewport, firstView, pan, zoom } from './viewport.js';

export interface UsedViewport {
  readonly view: Signal<Viewport>;
  readonly frame: Signal<Size>;
}

const WHEEL_SPEED = 0.0015;
/** A pointer that moves less than this presses; further, it drags. */
const DRAG_PX = 4;

/**
 * The viewport of a graph, moved by wheel, mouse and fingers.
 *
 * @param onMove called when the person moves it
 */
export function useViewport(
  element: RefObject<HTMLElement | null>,
  layout: Layout,
  onMove: () => void,
): UsedViewport {
  const view = useSignal<Viewport>({ x: 0, y: 0, scale: 1 });
  const frame = useSignal<Size>({ width: 1, height: 1 });
  useLayoutEffect(() => {
    const { clientWidth: width = 1, clientHeight: height = 1 } = element.current ?? {};
    frame.value = { width, height };
    const [first] = layout.boxes.values();
    if (first) view.value = firstView(layout, frame.value, first);
  }, [layout]);
  useEffect(() => {
    const own = element.current;
    if (!own) return;
    const observer = new ResizeObserver(() => {
      frame.value = { width: own.clientWidth, height: own.clientHeight };
    });
    observer.observe(own);
    const stop = followPointers(own, view, onMove);
    return () => {
      observer.disconnect();
      stop();
    };
  }, []);
  return { view, frame };
}

interface Finger {
  x: number;
  y: number;
}

/** Drags with one pointer, zooms with two or the wheel. @returns the function that stops it */
function followPointers(element: HTMLElement, view: Signal<Viewport>, onMove: () => void): () => void {
  const end = new AbortController();
  const fingers = new Map<number, Finger>();
  let hasMoved = false;
  const placeOf = ({ clientX, clientY }: MouseEvent): Finger => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    listener: (event: HTMLElementEventMap[Name]) => void,
    options: AddEventListenerOptions = {},
  ) => element.addEventListener(name, listener, { signal: end.signal, ...options });

  on(
    'wheel',
    (event) => {
      event.preventDefault();
      view.value = zoom(view.value, Math.exp(-event.deltaY * WHEEL_SPEED), placeOf(event));
      onMove();
    },
    { passive: false },
  );
  on('pointerdown', (event) => {
    if (event.button !== 0) return;
    hasMoved = false;
    fingers.set(event.pointerId, placeOf(event));
  });
  on('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) return;
    const place = placeOf(event);
    const by = { x: place.x - before.x, y: place.y - before.y };
    if (!hasMoved && Math.hypot(by.x, by.y) < DRAG_PX) return;
    if (!hasMoved) element.setPointerCapture(event.pointerId);
    hasMoved = true;
    view.value = moved(view.value, [...fingers.values()], before, place);
    Object.assign(before, place);
    onMove();
  });
  const release = (event: PointerEvent): void => void fingers.delete(event.pointerId);
  on('pointerup', release);
  on('pointercancel', release);
  // After a drag, the release of the button is no press of the node under it.
  on('click', (event) => hasMoved && event.stopPropagation(), { capture: true });
  return () => end.abort();
}

function moved(view: Viewport, fingers: readonly Finger[], before: Finger, place: Finger): Viewport {
  const other = fingers.find((finger) => finger !== before);
  if (other === undefined) return pan(view, { x: place.x - before.x, y: place.y - before.y });
  const [was, is] = [before, place].map(({ x, y }) => Math.hypot(x - other.x, y - other.y));
  return zoom(view, (is ?? 1) / Math.max(1, was ?? 1), other);
}
