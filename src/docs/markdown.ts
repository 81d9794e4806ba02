/** Pieces of GitHub's Markdown. */

export const code = (text: string): string => `\`${text}\``;

/** A table without rows is none. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |\n`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** TeX inside a sentence. In backticks, since Markdown would take its backslashes and underscores for its own. */
export const inlineMath = (tex: string): string => `$\`${allowedTex(tex)}\`$`;

/** TeX lines below one another, aligned at their left. */
export function mathBlock(lines: readonly string[]): string {
  const rows = lines.map((line) => `& ${allowedTex(line)}`).join(' \\\\\n');
  return ['```math\n', '\\begin{aligned}\n', rows, '\n\\end{aligned}\n', '```\n'].join('');
}

/** GitHub's typesetter refuses `\operatorname`. */
const allowedTex = (tex: string): string => tex.replaceAll('\\operatorname{', '\\mathrm{');

/** A link to a heading of the same page, as GitHub names their anchors. */
export const linkTo = (heading: string): string => `[${heading}](#${anchorOf(heading)})`;

const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
