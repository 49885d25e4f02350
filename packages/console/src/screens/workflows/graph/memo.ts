import { Component, type FunctionComponent, h } from 'preact';

/** A component that is drawn again only if one of its properties is another: thousands of nodes stay as they are. */
export function memo<Props extends object>(render: FunctionComponent<Props>) {
  return class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const keys = Object.keys(next) as (keyof Props)[];
      return keys.some((key) => next[key] !== this.props[key]);
    }

    override render() {
      return h(render, this.props as Props);
    }
  };
}
