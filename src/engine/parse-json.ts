import { RavineError } from '../core/errors.ts';
import { jsonErrorOffset } from './json-error-offset.ts';

/** @throws RavineError 'bad-input' that says where the text stops being JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RavineError('bad-input', `The text is not JSON: ${complaint(text)}`, {
      cure: "Numbers, 'true', 'false' and 'null' stand bare; texts and names stand in double quotes.",
      cause,
    });
  }
}

function complaint(text: string): string {
  if (text.trim() === '') return 'it is empty.';
  const offset = jsonErrorOffset(text);
  const before = text.slice(0, offset).split('\n');
  const place = `line ${before.length}, column ${before[before.length - 1].length + 1}`;
  if (offset >= text.length) return `it ends too early, at ${place}.`;
  return `unexpected ${JSON.stringify(String.fromCodePoint(text.codePointAt(offset)!))} at ${place}.`;
}
