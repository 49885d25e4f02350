import type { CeleryNode } from '../../events/celery-nodes.js';
import type { CommandArguments } from './command-arguments.js';

/** From which value of CELERY_CONTROL on a command is carried out. */
export type ControlLevel = 'inspect' | 'revoke' | 'all';

/** A command on its way to some nodes. */
export interface CommandCall {
  readonly nodes: readonly CeleryNode[];
  readonly args: CommandArguments;
  /** True if CELERY_CONTROL allows commands of a level. */
  readonly allows: (level: ControlLevel) => boolean;
}

/** The reply of each node: JSON; undefined for no reply. */
export type NodeReply = (node: CeleryNode) => unknown;

/** A command of Celery's remote control. */
export interface Command {
  readonly level: ControlLevel;
  /** Names of the arguments that must be given. */
  readonly needs?: readonly string[];
  /** True if each bridge carries it out. Only the face replies, and carries out the others. */
  readonly isForEveryBridge?: true;
  /** Carries it out once for all nodes. @throws CommandError */
  readonly run: (call: CommandCall) => NodeReply | Promise<NodeReply>;
}

/** Commands by their names in Celery. */
export type Commands = Readonly<Record<string, Command>>;

/** The same reply of every node: it is done. */
export function ok(text: string): NodeReply {
  return () => ({ ok: text });
}

/** The same reply of every node: it is not done. */
export function refusal(text: string): NodeReply {
  return () => ({ error: text });
}
