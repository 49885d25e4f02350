import { ICON_SHAPES, type IconName } from '../../../components/controls/icon-shapes.js';
import { STATUS_ICONS } from '../../../components/data/status-icons.js';
import type { Layout } from './graph-layout.js';
import { type Graph, type GraphNode, nodeWords, underLine } from './graph-model.js';
import type { Box } from './viewport.js';

/** Colours of the file by the names of the tokens; `paper` for `--paper`. */
export type Colors = (token: string) => string;

/** The colours as they are shown now, light or dark. */
export function shownColors(): Colors {
  return (token) => {
    const probe = document.createElement('span');
    probe.style.color = `var(--${token})`;
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
}

/** The whole graph as a file that needs no style sheet. Names are data, and escaped. */
export function drawnSvg(graph: Graph, layout: Layout, colors: Colors): string {
  const [width, height] = [Math.ceil(layout.width), Math.ceil(layout.height)];
  const looks = new Map(graph.edges.map((edge) => [`${edge.from}\n${edge.to}`, edge]));
  const edges = layout.edges.map(({ from, to, path }) => {
    const { isDashed = false, isCritical = false } = looks.get(`${from}\n${to}`) ?? {};
    const stroke = colors(isCritical ? 'accent' : 'line-strong');
    const dashes = isDashed ? ' stroke-dasharray="5 4"' : '';
    return `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${isCritical ? 2.5 : 1.3}"${dashes}/>`;
  });
  const nodes = graph.nodes.map((node) => drawnNode(node, layout.boxes.get(node.id), colors));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="100%" height="100%" fill="${colors('paper')}"/>`,
    ...[...edges, ...nodes],
    '</svg>',
    '',
  ].join('\n');
}

function drawnNode(node: GraphNode, box: Box | undefined, colors: Colors): string {
  if (box === undefined) return '';
  const { row, name } = node;
  const status = row?.step.status.toLowerCase() ?? 'pending';
  const color = colors(status);
  const text = (y: number, words: string, more = '') =>
    `<text x="${row ? 36 : 18}" y="${y}" fill="${colors('ink')}"${more}>${escaped(words)}</text>`;
  const frame = `<rect width="${box.width}" height="${box.height}" rx="7" fill="${colors(`${status}-ground`)}" stroke="${row?.isCritical ? colors('accent') : color}" stroke-width="${row?.isCritical ? 2.5 : 1.3}"/>`;
  const content = row
    ? [
        `<g transform="translate(12 17) scale(0.67)" fill="none" stroke="${color}" stroke-width="2"><path d="${iconOf(row.step.status)}"/></g>`,
        text(21, shortened(name, 24), ' font-weight="600"'),
        text(39, shortened(underLine(row), 26)),
      ]
    : [text(20, name)];
  return [
    `<g transform="translate(${box.x} ${box.y})"><title>${escaped(nodeWords(node))}</title>`,
    ...[frame, ...content],
    '</g>',
  ].join('');
}

function iconOf(status: keyof typeof STATUS_ICONS): string {
  const name: IconName = STATUS_ICONS[status];
  return ICON_SHAPES[name];
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
