/** A colour that runs through OKLab space on a quadratic curve through three points, at even steps of lightness. */
export interface ColorRamp {
  /** OKLab L at heights 0 and 1. */
  lightness: readonly [number, number];
  /** OKLab (a, b) at heights 0, ½ and 1. */
  chroma: readonly [readonly [number, number], readonly [number, number], readonly [number, number]];
}

export interface Palette {
  /** CSS background behind everything. */
  backdrop: string;
  surface: ColorRamp;
  /** Multiplies the surface's colour on a contour line, and how strongly at minor and major lines. */
  contour: { color: string; minor: number; major: number };
  /** Light from the sky, from the sun, and the sun's highlight. */
  light: { ambient: number; sun: number; sheen: number };
  /** Edge of the block's side walls, and how dark they are against the surface. */
  wall: { shade: number };
  floor: { shadow: number; grid: string; gridStrength: number };
  point: { outline: string; outlineStrength: number; core: string };
  trail: { opacity: number };
  ink: { axis: string; label: string; title: string; marker: string; halo: string };
}

export const palettes: { readonly dark: Palette; readonly light: Palette } = {
  dark: {
    backdrop: 'radial-gradient(120% 90% at 50% 42%, #1b2029 0%, #12151b 55%, #0c0e12 100%)',
    // Indigo, teal, sand: viridis' path through hue at about half its chroma, so that Okabe–Ito colours stand out.
    surface: {
      lightness: [0.29, 0.8],
      chroma: [
        [0.004, -0.062],
        [-0.05, -0.016],
        [0.006, 0.056],
      ],
    },
    contour: { color: '#f2f6ff', minor: 0.14, major: 0.34 },
    light: { ambient: 0.5, sun: 0.72, sheen: 0.05 },
    wall: { shade: 0.42 },
    floor: { shadow: 0.55, grid: '#9fb0c8', gridStrength: 0.1 },
    point: { outline: '#07090d', outlineStrength: 0.75, core: '#ffffff' },
    trail: { opacity: 0.85 },
    ink: {
      axis: '#5b6677',
      label: '#aab4c3',
      title: '#dfe5ee',
      marker: '#ffffff',
      halo: 'rgba(8, 10, 14, 0.7)',
    },
  },
  light: {
    backdrop: 'radial-gradient(120% 90% at 50% 42%, #fbfbfa 0%, #f1f2f3 60%, #e4e7ea 100%)',
    surface: {
      lightness: [0.58, 0.955],
      chroma: [
        [-0.008, -0.058],
        [-0.044, -0.012],
        [0.0, 0.04],
      ],
    },
    contour: { color: '#1c2836', minor: 0.26, major: 0.52 },
    light: { ambient: 0.62, sun: 0.48, sheen: 0.04 },
    wall: { shade: 0.7 },
    floor: { shadow: 0.2, grid: '#3a4a60', gridStrength: 0.1 },
    point: { outline: '#10151c', outlineStrength: 0.7, core: '#ffffff' },
    trail: { opacity: 0.9 },
    ink: {
      axis: '#8a94a3',
      label: '#4a5565',
      title: '#1a212b',
      marker: '#0d1117',
      halo: 'rgba(255, 255, 255, 0.8)',
    },
  },
};
