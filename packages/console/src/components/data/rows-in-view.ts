/** Rows from `first` to before `end`. */
export interface Rows {
  readonly first: number;
  readonly end: number;
}

/** Rows above and below the view that are drawn as well, so that fast scrolling shows no gap. */
const SPARE = 12;
/** The range moves in steps of this many rows: most scroll events draw nothing. */
const STEP = 6;

/** The rows that a frame shows, with some to spare. All lengths in pixels. */
export function rowsInView(frame: {
  readonly scrollTop: number;
  readonly height: number;
  readonly rowHeight: number;
}): Rows {
  const { scrollTop, height, rowHeight } = frame;
  const top = Math.max(0, scrollTop) / Math.max(1, rowHeight);
  const shown = height / Math.max(1, rowHeight);
  return {
    first: Math.max(0, Math.floor((top - SPARE) / STEP) * STEP),
    end: Math.ceil((top + shown + SPARE) / STEP) * STEP,
  };
}
