import { useLocation } from 'preact-iso';
import { withQuery } from '../../app/paths.js';

/** Opens the panel of a step beside the view. */
export function StepLink({ name }: { readonly name: string }) {
  const { path, query } = useLocation();
  return <a href={withQuery(path, { ...query, step: name })}>{name}</a>;
}
