import type { ComponentChildren } from 'preact';

/** A component in its states, for the story page. */
export interface Story {
  /** Name of the component. */
  readonly name: string;
  readonly states: readonly (readonly [title: string, content: ComponentChildren])[];
}
