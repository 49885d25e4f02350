import Handlebars from 'handlebars';

/**
 * Places in a template where escaping alone does not make a variable safe, with advice. The mistake is found when the
 * template is loaded, not when an attacker exploits it.
 */
const RULES: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [/=\s*\{\{/, 'put quotes around the value of an attribute'],
  [
    /\b(href|src|action|formaction|background|poster)\s*=\s*["']\s*\{\{(?!\s*url\s)/i,
    'write a variable that begins a link as {{url name}}',
  ],
  [
    /\b(style|on[a-z]+|srcset|srcdoc)\s*=\s*("(?:[^"{]|\{(?!\{))*\{\{|'(?:[^'{]|\{(?!\{))*\{\{)/i,
    'put no variable into style, srcset or on…',
  ],
  [/<style\b(?:[^<>]|<(?!style\b))*>[^<]*\{\{(?![#/]|>)/i, 'put no variable into <style>'],
  [
    /<\s*(script|iframe|object|embed|form|base)\b/i,
    'do not use scripts, frames, forms or objects: email clients remove them',
  ],
];

/** @throws Error with advice on what to change */
export function refuseUnsafeHtml(source: string, program: hbs.AST.Program): void {
  const broken = RULES.find(([pattern]) => pattern.test(source));
  if (broken) throw new Error(broken[1]);
  new RawOutput().accept(program);
}

/** `{{{name}}}` and `{{&name}}` are not escaped. */
class RawOutput extends Handlebars.Visitor {
  override MustacheStatement(statement: hbs.AST.MustacheStatement): void {
    const { escaped, loc } = statement as hbs.AST.MustacheStatement & { escaped: boolean };
    if (!escaped)
      throw new Error(`write {{…}} instead of {{{…}}} in line ${loc.start.line}: {{{…}}} is not escaped`);
    super.MustacheStatement(statement);
  }
}
