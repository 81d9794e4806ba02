import type { Graph, NodeId } from './graph.ts';

/** Integer powers up to this become products; 64 takes at most eleven of them. */
export const MAX_PRODUCT_POWER = 64;

/**
 * base^exponent for a constant exponent, or null where only the general power will do.
 * base^0 is 1 everywhere, also at base = 0, as in IEEE 754.
 */
export function simplifyPower(graph: Graph, base: NodeId, exponent: number): NodeId | null {
  if (exponent === 0) return graph.constant(1);
  if (exponent < 0) {
    const inverse = simplifyPower(graph, base, -exponent);
    return inverse === null ? null : graph.apply('div', graph.constant(1), inverse);
  }
  if (exponent === 0.5) return graph.apply('sqrt', base);
  if (!Number.isInteger(exponent) || exponent > MAX_PRODUCT_POWER) return null;
  return integerPower(graph, base, exponent);
}

/** Square and multiply, from the top bit down: x⁵ = (x²)²·x. */
function integerPower(graph: Graph, base: NodeId, exponent: number): NodeId {
  if (exponent === 1) return base;
  const half = integerPower(graph, base, exponent >> 1);
  const square = graph.apply('mul', half, half);
  return exponent % 2 === 0 ? square : graph.apply('mul', square, base);
}
