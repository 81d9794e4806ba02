/** One line of a longer text around a place in it, and a line of carets to put below. */
export interface CaretExcerpt {
  line: string;
  carets: string;
}

/**
 * @param position 0-based, may be the end of the text
 * @param length characters that are meant, at least one caret
 * @param width most characters of the line
 */
export function caretExcerpt(text: string, position: number, length: number, width: number): CaretExcerpt {
  const flat = text.replace(/\s/g, ' ');
  const at = Math.min(Math.max(0, position), flat.length);
  const start =
    flat.length < width ? 0 : Math.max(0, Math.min(at - Math.floor(width / 2), flat.length - width + 1));
  const head = start > 0 ? '…' : '';
  const end = Math.min(flat.length, start + width - head.length);
  const line = head + flat.slice(start + head.length, end) + (end < flat.length ? '…' : '');
  const column = at - start;
  const count = Math.max(1, Math.min(length, line.length - column));
  return { line, carets: ' '.repeat(column) + '^'.repeat(count) };
}
