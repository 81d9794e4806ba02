/** Every file below `shaders/`, by path such as 'lib/math.wgsl' or 'optimizers/adam.wgsl'. */
export const wgslFiles: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(
    import.meta.glob<string>('../../shaders/**/*.wgsl', { eager: true, query: '?raw', import: 'default' }),
  ).map(([path, text]) => [path.replace(/^.*\/shaders\//, ''), text]),
);
