import type { TeamSummary } from '../../engine/engine.ts';
import type { Bins } from '../../engine/histogram.ts';
import { linearTicks } from '../curve-axis.ts';
import { formatSi } from '../format.ts';
import { createRamp, shadeOf } from './ramp.ts';
import { createRows, type Rows } from './rows.ts';
import type { ValueAxis } from './value-axis.ts';

export interface PictureTeam {
  index: number;
  /** `#rrggbb` */
  color: string;
}

export type Quantity = 'loss' | 'gradientNorm';

export interface PictureData {
  steps: readonly number[];
  points: readonly (readonly TeamSummary[])[];
  /** One strip each, from the top. */
  teams: readonly PictureTeam[];
  /** All whose histograms lie over each other beside the strips. */
  beside: readonly PictureTeam[];
  quantity: Quantity;
  bins: Bins;
  axis: ValueAxis;
}

/** Where somebody looks: a strip, a point of the history, and an interval of places on the axis, or none. */
export interface Cursor {
  strip: number;
  moment: number;
  interval: readonly [from: number, to: number] | null;
}

export interface Look {
  /** `#rrggbb` */
  text: string;
  muted: string;
  grid: string;
  bad: string;
  font: string;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Where everything is, CSS pixels. */
export interface PictureLayout {
  width: number;
  height: number;
  strips: readonly { strip: Box; outcomes: Box; beside: Box }[];
}

const MARGIN = { left: 46, top: 5, bottom: 20 };
/** The histograms' part of the width, and between them and the strip. */
const BESIDE = 0.2;
const GAP = 5;
const OUTCOMES_HEIGHT = 7;
const OUTCOMES_GAP = 3;
const STRIP_GAP = 10;
/** Height of a histogram's row: lower ones would only show how bins and pixels fall together. */
const BESIDE_ROW = 3;
/** Least distances of labels. */
const LABEL_HEIGHT = 24;
const LABEL_WIDTH = 56;

export function layOut(width: number, height: number, strips: number): PictureLayout {
  const bottom = height - MARGIN.bottom;
  const each = (bottom - MARGIN.top - (strips - 1) * STRIP_GAP) / strips;
  const besideLeft = Math.round(width - Math.max(48, BESIDE * width));
  return {
    width,
    height,
    strips: Array.from({ length: strips }, (_, k) => {
      const top = Math.round(MARGIN.top + k * (each + STRIP_GAP));
      const end = Math.round(MARGIN.top + k * (each + STRIP_GAP) + each);
      const [left, right] = [MARGIN.left, besideLeft - GAP];
      const stripEnd = end - OUTCOMES_HEIGHT - OUTCOMES_GAP;
      return {
        strip: { left, right, top, bottom: stripEnd },
        outcomes: { left, right, top: end - OUTCOMES_HEIGHT, bottom: end },
        beside: { left: besideLeft, right: width - 4, top, bottom: stripEnd },
      };
    }),
  };
}

/** Which point of the history is drawn at a place across a strip, 0 to 1: the nearest. */
export function momentAt(steps: readonly number[], place: number): number {
  const step = place * Math.max(1, steps.at(-1) ?? 0);
  let moment = 0;
  while (moment + 1 < steps.length && steps[moment]! + steps[moment + 1]! <= 2 * step) moment++;
  return moment;
}

/** @param ratio device pixels per CSS pixel */
export function drawPicture(
  context: CanvasRenderingContext2D,
  layout: PictureLayout,
  data: PictureData,
  look: Look,
  cursor: Cursor | null,
  ratio: number,
): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, layout.width * ratio, layout.height * ratio);
  layout.strips.forEach(({ strip }, k) => {
    drawStrip(context, scaled(strip, ratio), data, data.teams[k]!, look);
  });
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = `11px ${look.font}`;
  drawAxes(context, layout, data, look);
  const moment = cursor?.moment ?? data.points.length - 1;
  layout.strips.forEach(({ strip, outcomes, beside }, k) => {
    const team = data.teams[k]!;
    drawQuantiles(context, strip, data, team, look);
    drawOutcomes(context, outcomes, data, team, look);
    drawBeside(context, beside, data, team, moment);
  });
  if (cursor !== null) drawCursor(context, layout, data, look, cursor);
}

const scaled = (box: Box, ratio: number): Box => ({
  left: Math.round(box.left * ratio),
  right: Math.round(box.right * ratio),
  top: Math.round(box.top * ratio),
  bottom: Math.round(box.bottom * ratio),
});

/** The density over the steps, pixel by pixel. */
function drawStrip(
  context: CanvasRenderingContext2D,
  { left, right, top, bottom }: Box,
  { steps, points, quantity, bins, axis }: PictureData,
  team: PictureTeam,
  { text }: Look,
): void {
  const [width, height] = [right - left, bottom - top];
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const ramp = createRamp(team.color, text);
  const rows = createRows(axis, bins, height);
  const column = new Uint32Array(height);
  const inRows = new Float64Array(height);
  let drawn = -1;
  for (let x = 0; x < width; x++) {
    const moment = momentAt(steps, (x + 0.5) / width);
    const summary = points[moment]?.[team.index];
    if (summary === undefined) continue;
    if (moment !== drawn) {
      drawn = moment;
      const all = sizeOf(summary);
      rows.fill(summary.histograms[quantity], inRows);
      for (let row = 0; row < height; row++)
        column[height - 1 - row] = ramp[shadeOf(inRows[row]! / all, height)]!;
    }
    for (let y = 0; y < height; y++) pixels[y * width + x] = column[y]!;
  }
  context.putImageData(image, left, top);
}

export const sizeOf = ({ counts }: TeamSummary): number => counts.reduce((sum, count) => sum + count, 0);

function drawAxes(
  context: CanvasRenderingContext2D,
  { strips, height }: PictureLayout,
  { steps, axis }: PictureData,
  { muted, grid }: Look,
): void {
  context.fillStyle = muted;
  context.strokeStyle = grid;
  context.lineWidth = 1;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const { strip } of strips) {
    const tall = strip.bottom - strip.top;
    context.strokeRect(strip.left - 0.5, strip.top - 0.5, strip.right - strip.left + 1, tall + 1);
    for (const { place, text } of axis.ticks(Math.max(2, Math.floor(tall / LABEL_HEIGHT)))) {
      const y = Math.round(strip.bottom - place * tall) - 0.5;
      line(context, [strip.left - 4, y, strip.right, y]);
      context.fillText(text, strip.left - 7, Math.min(Math.max(y, strip.top + 5), strip.bottom - 4));
    }
  }
  const { left, right } = strips[0]!.strip;
  const end = Math.max(1, steps.at(-1) ?? 0);
  context.textAlign = 'center';
  for (const step of linearTicks(0, end, Math.max(2, Math.floor((right - left) / LABEL_WIDTH)))) {
    if (!Number.isInteger(step)) continue;
    context.fillText(formatSi(step), left + (step / end) * (right - left), height - MARGIN.bottom / 2 + 2);
  }
}

function line(context: CanvasRenderingContext2D, [x1, y1, x2, y2]: [number, number, number, number]): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** Median and, dashed, the 5 % and 95 % quantile: as exact as the curves' are. */
function drawQuantiles(
  context: CanvasRenderingContext2D,
  box: Box,
  { steps, points, quantity, bins, axis }: PictureData,
  { index }: PictureTeam,
  { text }: Look,
): void {
  const end = Math.max(1, steps.at(-1) ?? 0);
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  context.clip();
  context.strokeStyle = text;
  for (const name of ['p5', 'median', 'p95'] as const) {
    context.globalAlpha = name === 'median' ? 0.9 : 0.55;
    context.lineWidth = name === 'median' ? 1.25 : 1;
    context.setLineDash(name === 'median' ? [] : [3, 3]);
    context.beginPath();
    let isDrawing = false;
    points.forEach((summaries, k) => {
      const value = summaries[index]?.[quantity][name] ?? Number.NaN;
      const place = Math.max(0, axis.place(value - bins.origin));
      const x = box.left + (steps[k]! / end) * (box.right - box.left);
      const y = box.bottom - place * (box.bottom - box.top);
      if (!Number.isFinite(y)) isDrawing = false;
      else if (isDrawing) context.lineTo(x, y);
      else context.moveTo(x, y);
      isDrawing = Number.isFinite(y);
    });
    context.stroke();
  }
  context.restore();
}

/** Shares of converged, running, diverged and non-finite over the steps, from below, as in the legend. */
function drawOutcomes(
  context: CanvasRenderingContext2D,
  box: Box,
  { steps, points }: PictureData,
  team: PictureTeam,
  { bad }: Look,
): void {
  const height = box.bottom - box.top;
  const looks = [
    { status: 1, color: team.color, alpha: 1 },
    { status: 0, color: team.color, alpha: 0.42 },
    { status: 2, color: bad, alpha: 0.55 },
    { status: 3, color: bad, alpha: 1 },
  ] as const;
  const width = box.right - box.left;
  context.save();
  for (let x = 0; x < width; x++) {
    const summary = points[momentAt(steps, (x + 0.5) / width)]?.[team.index];
    if (summary === undefined) continue;
    const all = sizeOf(summary);
    let y = box.bottom;
    for (const { status, color, alpha } of looks) {
      const tall = (summary.counts[status] / all) * height;
      context.fillStyle = color;
      context.globalAlpha = alpha;
      context.fillRect(box.left + x, y - tall, 1, tall);
      y -= tall;
    }
  }
  context.restore();
}

/** The strip's team filled, the others as outlines; the longest bar of any reaches across. */
function drawBeside(
  context: CanvasRenderingContext2D,
  box: Box,
  { points, quantity, bins, axis, beside }: PictureData,
  own: PictureTeam,
  moment: number,
): void {
  const count = Math.max(2, Math.floor((box.bottom - box.top) / BESIDE_ROW));
  const rows = createRows(axis, bins, count);
  const bars = beside.flatMap((team) => {
    const summary = points[moment]?.[team.index];
    return summary === undefined ? [] : [{ team, shares: sharesOf(rows, summary, quantity) }];
  });
  const longest = Math.max(...bars.flatMap(({ shares }) => [...shares]), 0);
  if (longest === 0) return;
  const x = (share: number) => box.left + (share / longest) * (box.right - box.left);
  const y = (row: number) => box.bottom - (row / count) * (box.bottom - box.top);
  context.save();
  for (const { team, shares } of bars) {
    const isOwn = team.index === own.index;
    context.beginPath();
    context.moveTo(x(0), y(0));
    shares.forEach((share, row) => {
      context.lineTo(x(share), y(row));
      context.lineTo(x(share), y(row + 1));
    });
    context.lineTo(x(0), y(count));
    context.strokeStyle = team.color;
    context.fillStyle = team.color;
    context.globalAlpha = isOwn ? 0.45 : 0.6;
    if (isOwn) context.fill();
    context.lineWidth = 1;
    context.stroke();
  }
  context.restore();
}

function sharesOf(rows: Rows, summary: TeamSummary, quantity: Quantity): Float64Array {
  const shares = new Float64Array(rows.count);
  rows.fill(summary.histograms[quantity], shares);
  const all = sizeOf(summary);
  return shares.map((count) => count / all);
}

function drawCursor(
  context: CanvasRenderingContext2D,
  { strips }: PictureLayout,
  { steps }: PictureData,
  { muted, text }: Look,
  { strip, moment, interval }: Cursor,
): void {
  const end = Math.max(1, steps.at(-1) ?? 0);
  context.lineWidth = 1;
  context.strokeStyle = muted;
  for (const { strip: box, outcomes } of strips) {
    const x = box.left + (steps[moment]! / end) * (box.right - box.left);
    line(context, [x, box.top, x, outcomes.bottom]);
  }
  if (interval === null) return;
  const [from, to] = interval;
  const { strip: box, beside } = strips[strip]!;
  const y = (place: number) => box.bottom - Math.min(1, Math.max(0, place)) * (box.bottom - box.top);
  context.strokeStyle = text;
  context.globalAlpha = 0.8;
  for (const { left, right } of [box, beside]) {
    context.strokeRect(left + 0.5, y(to), right - left - 1, y(from) - y(to));
  }
  context.globalAlpha = 1;
}
