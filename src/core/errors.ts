/**
 * What can go wrong, by cause. Expected outcomes (divergence, a formula with a syntax error while typing) are
 * values, not errors; what is thrown carries a code, a sentence, and the cure.
 */
export type ErrorCode =
  | 'bad-input'
  | 'formula'
  | 'no-webgpu'
  | 'no-adapter'
  | 'device-lost'
  | 'device-limit'
  | 'shader'
  | 'disposed'
  | 'internal';

export interface ErrorDetails {
  /** Path of the offending field, such as `optimizers[0].hyper.lr`. */
  field?: string;
  /** What the person can do about it, one sentence. */
  cure?: string;
  cause?: unknown;
}

export class RavineError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly cure: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'RavineError';
    this.code = code;
    this.field = details.field;
    this.cure = details.cure;
  }

  /** The sentence and the cure, as a person should read them. */
  get advice(): string {
    return this.cure === undefined ? this.message : `${this.message} ${this.cure}`;
  }
}

/** The text to show a person for anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof RavineError) return error.advice;
  return error instanceof Error ? error.message : String(error);
}
