import { RavineError } from '../core/errors.ts';

/** A piece of WGSL and the name people know it by: a path below `shaders/`, or what generated it. */
export interface Section {
  name: string;
  text: string;
}

export interface ComposedShader {
  code: string;
  /** Where a line of `code` (counted from 1) comes from; lines of a section are counted from 1 too. */
  locate(line: number): { file: string; line: number };
}

/** What a shader compiler says; GPUCompilationMessage fits. `lineNum` 0 means that no line is known. */
export interface CompilerMessage {
  type: string;
  message: string;
  lineNum: number;
  linePos: number;
}

/** Joins sections in order and remembers where each line came from. Pure. */
export function composeShader(sections: readonly Section[]): ComposedShader {
  const firstLines: number[] = [];
  const texts: string[] = [];
  let next = 1;
  for (const { text } of sections) {
    firstLines.push(next);
    // A text's own last newline would otherwise add an empty line that belongs to nobody.
    const body = text.endsWith('\n') ? text.slice(0, -1) : text;
    texts.push(body);
    next += body.split('\n').length;
  }
  const locate = (line: number): { file: string; line: number } => {
    let index = firstLines.length - 1;
    while (index > 0 && firstLines[index]! > line) index--;
    const section = sections[index];
    if (section === undefined) return { file: 'shader', line };
    return { file: section.name, line: line - firstLines[index]! + 1 };
  };
  return { code: `${texts.join('\n')}\n`, locate };
}

/** The compiler's errors as one RavineError that names file and line, or null where there is none. */
export function shaderError(
  shader: ComposedShader,
  messages: Iterable<CompilerMessage>,
  cause?: unknown,
): RavineError | null {
  const errors = [...messages].filter((message) => message.type === 'error');
  if (errors.length === 0) return null;
  const sentences = errors.map(({ lineNum, linePos, message }) => {
    if (lineNum === 0) return message;
    const { file, line } = shader.locate(lineNum);
    return `${file}:${line}:${linePos}: ${message}`;
  });
  const first = errors[0]!;
  const field = first.lineNum === 0 ? {} : { field: shader.locate(first.lineNum).file };
  return new RavineError('shader', `The shader does not compile: ${sentences.join('; ')}`, {
    ...field,
    ...(cause === undefined ? {} : { cause }),
  });
}
