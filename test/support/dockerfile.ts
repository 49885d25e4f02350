/** A parsed Dockerfile, limited to what the tests check. */
export interface Dockerfile {
  readonly stages: readonly Stage[];
  /** The last stage, which becomes the image. */
  readonly final: Stage;
}

export interface Stage {
  readonly image: string;
  readonly instructions: readonly Instruction[];
  readonly environment: Readonly<Record<string, string>>;
}

type Instruction = readonly [name: string, rest: string];

/** Parses stage by stage, joins continued lines and drops comments. Does not support here-documents. */
export function parseDockerfile(text: string): Dockerfile {
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n');
  const instructions = lines.filter(Boolean).map(parseInstruction);
  const starts = instructions.flatMap(([name], index) => (name === 'FROM' ? [index] : []));
  const stages = starts.map((start, index) => stageOf(instructions.slice(start, starts[index + 1])));
  const final = stages.at(-1);
  if (final === undefined) throw new Error('The Dockerfile has no stage');
  return { stages, final };
}

/** The arguments of a stage's COPY instructions: `--from=build /app/dist ./dist`. */
export function copied({ instructions }: Stage): string[] {
  return instructions.filter(([name]) => name === 'COPY' || name === 'ADD').map(([, rest]) => rest);
}

function parseInstruction(line: string): Instruction {
  const [name = '', ...rest] = line.split(' ');
  return [name, rest.join(' ')];
}

function stageOf([from, ...instructions]: readonly Instruction[]): Stage {
  const pairs = instructions.filter(([name]) => name === 'ENV').flatMap(([, rest]) => rest.split(/\s+/));
  const environment = Object.fromEntries(pairs.map((pair) => pair.split('=')));
  return { image: from?.[1].split(' ')[0] ?? '', instructions, environment };
}
