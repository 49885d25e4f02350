import type { ControlCommand } from '../control-command.js';
import { globTest, regexTest } from './regex.js';

/**
 * The nodes that a command addresses: those of its destination; without one those whose name fits its pattern; else all.
 *
 * @throws PatternError if the pattern cannot be used
 */
export function addressed<Node extends { readonly name: string }>(
  nodes: readonly Node[],
  { destination, pattern, matcher }: Pick<ControlCommand, 'destination' | 'pattern' | 'matcher'>,
): readonly Node[] {
  if (destination !== null) return nodes.filter(({ name }) => destination.has(name));
  if (pattern === null || matcher === null) return nodes;
  const fits = matcher === 'glob' ? globTest(pattern) : regexTest(pattern);
  return nodes.filter(({ name }) => fits(name));
}
