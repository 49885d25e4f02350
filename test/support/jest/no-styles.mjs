/** Stands for the style sheets that components import: only Vite reads these. */
export default {};
