import ts from 'typescript';

/**
 * The regular expressions of a TypeScript file: literals, and what is made by `RegExp` of texts that can be read from
 * the file. `source` is undefined where the pattern is only known when the program runs.
 */
export function regexesOf(file, code) {
  const tree = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const found = [];
  const constants = new Map();
  const visit = (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name))
      constants.set(node.name.text, node.initializer);
    const regex = literal(node) ?? built(node, (part) => textOf(part, constants));
    if (regex) found.push({ file, line: lineOf(tree, node), text: node.getText(tree), ...regex });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function lineOf(tree, node) {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

function literal(node) {
  if (!ts.isRegularExpressionLiteral(node)) return undefined;
  const end = node.text.lastIndexOf('/');
  return { source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
}

function built(node, read) {
  const isMade = ts.isNewExpression(node) || ts.isCallExpression(node);
  if (!isMade || !ts.isIdentifier(node.expression) || node.expression.text !== 'RegExp') return undefined;
  const [source, flags] = node.arguments ?? [];
  const readFlags = flags === undefined ? '' : read(flags);
  return { source: readFlags === undefined ? undefined : source && read(source), flags: readFlags };
}

/** A text that stands in the file; undefined for any other. */
function textOf(node, constants) {
  if (node === undefined) return undefined;
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isIdentifier(node)) return textOf(constants.get(node.text), constants);
  if (ts.isRegularExpressionLiteral(node)) return literal(node).source;
  if (ts.isTemplateExpression(node)) return joined(node, (part) => part.text, constants);
  if (!ts.isTaggedTemplateExpression(node) || node.tag.getText() !== 'String.raw') return undefined;
  const raw = (part) => part.rawText ?? part.text;
  return ts.isTemplateExpression(node.template) ? joined(node.template, raw, constants) : raw(node.template);
}

function joined({ head, templateSpans }, read, constants) {
  const parts = templateSpans.flatMap(({ expression, literal: rest }) => [
    textOf(expression, constants),
    read(rest),
  ]);
  return parts.includes(undefined) ? undefined : [read(head), ...parts].join('');
}
