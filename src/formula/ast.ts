import type { FunctionName } from './vocabulary.ts';

/** Where in the text a node was read: 0-based offset in UTF-16 units, and length. Messages count from 1. */
export interface Span {
  position: number;
  length: number;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '^';

/** A formula as it was written. Numbers are never negative: a minus sign is a `negate`. */
export type Ast = Span &
  (
    | { kind: 'number'; value: number }
    /** `x`, `y`, `pi`, `e`, a parameter or the index of an enclosing sum. */
    | { kind: 'name'; name: string }
    | { kind: 'negate'; argument: Ast }
    | { kind: 'binary'; operator: BinaryOperator; left: Ast; right: Ast }
    | { kind: 'call'; name: FunctionName; arguments: readonly Ast[] }
    /** `sum(index, from, to, body)`, both bounds included. */
    | { kind: 'sum'; index: string; from: Ast; to: Ast; body: Ast }
  );

/** Why a text is no formula. A value, not an exception: half-typed text is the normal case. */
export interface FormulaError {
  /** One sentence that says what and where, with positions counted from 1. */
  message: string;
  /** 0-based offset of the offending part, in UTF-16 units; `length` may be 0 at the end of the text. */
  position: number;
  length: number;
  /** What would have been accepted, as a noun phrase. */
  expected: string;
}
