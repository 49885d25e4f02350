import './tag.css';

export interface TagProps {
  readonly text: string;
  readonly href?: string;
  readonly title?: string;
  readonly tone?: 'plain' | 'success' | 'warning' | 'failure';
}

/** A short word about something: a tag of a task, a state that has no colour of its own. */
export function Tag({ text, href, title, tone = 'plain' }: TagProps) {
  const shared = { class: 'tag', title, 'data-tone': tone };
  return href === undefined ? (
    <span {...shared}>{text}</span>
  ) : (
    <a {...shared} href={href}>
      {text}
    </a>
  );
}
