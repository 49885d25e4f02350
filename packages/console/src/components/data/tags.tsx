import { Tag } from './tag.js';

export interface TagsProps {
  readonly texts: readonly string[];
  /** Address that a tag links to, such as a list of everything with this tag. */
  readonly pathOf?: (text: string) => string;
}

/** Tags in a line. */
export function Tags({ texts, pathOf }: TagsProps) {
  return (
    <span class="tags">
      {texts.map((text) => (
        <Tag key={text} text={text} title={text} {...(pathOf && { href: pathOf(text) })} />
      ))}
    </span>
  );
}
