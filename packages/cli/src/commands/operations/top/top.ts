import { UnreachableError } from '@celeriac/client';
import type { Command } from 'commander';
import type { Cli, Session } from '../../../cli.js';
import { linkedTo } from '../../../streams.js';
import { ticks } from '../ticks.js';
import { readTopState, type TopState } from './top-state.js';
import { topText } from './top-text.js';

const READ_EVERY_MS = 2_000;
/** A resized terminal is noticed after this time; nothing is drawn more often. */
const DRAW_EVERY_MS = 250;
const QUIT = ['q', 'Q', '\x03'];

/** `celeriac top` */
export function topCommand(cli: Cli): Command {
  return cli
    .command('top', 'Show queues, workers, rates and the newest failures on one live screen; q ends it', [
      'top',
      'top > frame.txt',
    ])
    .action(
      cli.action(async (session) => {
        const { output, terminal } = session;
        const first = await readTopState(session);
        if (terminal.isInteractive && !output.isJson) await live(session, first);
        else output.show(first, (state) => textOf(session, state));
      }),
    );
}

/** Redraws until q or Ctrl-C, and gives the terminal back as it was. */
async function live(session: Session, first: TopState): Promise<void> {
  const { terminal, output } = session;
  const ending = linkedTo(terminal.signal);
  const stopKeys = terminal.onKey?.((key) => {
    if (QUIT.includes(key)) ending.abort();
  });
  const screen = output.screen();
  let picture: Picture = { state: first };
  let drawn: unknown;
  const reading = readAgain(session, ending.signal, (news) => (picture = { ...picture, ...news }));
  reading.catch(() => ending.abort());
  try {
    for await (const _tick of ticks(DRAW_EVERY_MS, ending.signal)) {
      const shown = `${terminal.columns}x${terminal.rows} ${textOf(session, picture.state, picture.problem)}`;
      if (shown !== drawn) screen.draw(textOf(session, picture.state, picture.problem));
      drawn = shown;
    }
    await reading;
  } finally {
    ending.abort();
    screen.close();
    stopKeys?.();
  }
}

interface Picture {
  readonly state: TopState;
  readonly problem?: string | undefined;
}

/** Reads the state again and again. While the API does not answer, the last one stays, with the reason. */
async function readAgain(
  session: Session,
  signal: AbortSignal,
  show: (news: Partial<Picture>) => void,
): Promise<void> {
  for await (const _tick of ticks(READ_EVERY_MS, signal)) {
    try {
      show({ state: await readTopState(session), problem: undefined });
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      show({ problem: error.message });
    }
  }
}

function textOf({ output }: Session, state: TopState, problem?: string): string {
  return topText(
    state,
    { style: output.style, table: (items, columns) => output.table(items, columns) },
    problem,
  );
}
