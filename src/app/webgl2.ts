/** What this browser draws with where it has no WebGPU. */
export interface WebGl2 {
  /** Of the graphics driver, as far as the browser tells. */
  renderer: string;
  /** Longest side of a texture, texels. */
  maxTextureSize: number;
}

/** Null where there is no WebGL2. */
export function probeWebGl2(): WebGl2 | null {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (gl === null) return null;
  // Firefox has the extension's name in RENDERER itself and warns of the extension.
  const info = /firefox/i.test(navigator.userAgent) ? null : gl.getExtension('WEBGL_debug_renderer_info');
  const found = {
    renderer: String(gl.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER)),
    maxTextureSize: Number(gl.getParameter(gl.MAX_TEXTURE_SIZE)),
  };
  // Browsers keep few contexts alive at a time.
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return found;
}
