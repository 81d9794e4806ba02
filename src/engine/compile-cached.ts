import { compileFormula } from '../formula/compile.ts';

/** A person types and drags: the last few formulas come back again and again. */
const CAPACITY = 64;

type Compilation = ReturnType<typeof compileFormula>;
const cache = new Map<string, Compilation>();

/** `compileFormula` that remembers. @param parameters the names the formula may use */
export function compileCached(text: string, parameters: readonly string[]): Compilation {
  const key = JSON.stringify([text, parameters]);
  const compilation = cache.get(key) ?? compileFormula(text, { parameters });
  // The newest goes to the end, the oldest is at the front.
  cache.delete(key);
  cache.set(key, compilation);
  if (cache.size > CAPACITY) cache.delete(cache.keys().next().value!);
  return compilation;
}
