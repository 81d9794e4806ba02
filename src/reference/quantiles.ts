export { exactQuantiles } from '../engine/quantiles.ts';
