/**
 * Prints rows of { what, figures, unit?, baseline?, wanted?, atMost?, below?, above? }: the median of the figures and their
 * range; with a baseline, the ratio of the medians and its target, a minimum or maximum; with a bound, whether the
 * median is below it.
 */
export function printTable(rows) {
  const lines = [['what', 'median', 'range', 'ratio', 'wanted'], ...rows.map(cellsOf)];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines) {
    const cells = line.map((cell, column) => cell.padEnd(widths[column]));
    console.log(cells.join('   ').trimEnd());
  }
}

function cellsOf({ what, figures, unit = '', baseline, wanted, atMost, below, above }) {
  const ratio = baseline && median(figures) / median(baseline);
  const range = figures.length > 1 ? `${shown(Math.min(...figures))} to ${shown(Math.max(...figures))}` : '';
  return [
    what,
    `${shown(median(figures))} ${unit}`.trim(),
    range,
    ratio ? `${ratio.toFixed(2)} x` : '',
    verdict(wanted && [`${wanted} x`, ratio >= wanted]) ||
      verdict(atMost && [`<= ${atMost} x`, ratio <= atMost]) ||
      verdict(below && [`< ${below} ${unit}`, median(figures) < below]) ||
      verdict(above && [`>= ${above} ${unit}`.trim(), median(figures) >= above]),
  ];
}

function verdict(judged) {
  return judged ? `${judged[0]}: ${judged[1] ? 'reached' : 'not reached'}` : '';
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function shown(number) {
  return number < 100 ? number.toFixed(1) : Math.round(number).toLocaleString('en-US');
}
