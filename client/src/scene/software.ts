let known: boolean | null = null;

/** Whether the browser says that no graphics card draws. Asked once: each question costs a context. */
export function drawsInSoftware(): boolean {
  known ??= /swiftshader|llvmpipe|softpipe|software|basic render/i.test(rendererName());
  return known;
}

function rendererName(): string {
  const gl = document.createElement('canvas').getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  const name = gl && info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : '';
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}
