/** Pixels for each of the picture's own. */
const SCALE = 2;

/**
 * Draws an SVG picture, with the fonts of this machine, as a PNG of twice its size in base64. Null where the renderer does not run: it
 * is a native library, which is loaded only here, so that only a notebook's kernel needs the permission and not a task that writes
 * SVG.
 */
export async function drawPng(svg: string): Promise<string | null> {
  const renderer = await loadRenderer();
  if (renderer === null) return null;
  const picture = new renderer.Resvg(svg, {
    background: "#ffffff",
    fitTo: { mode: "zoom", value: SCALE },
    font: { loadSystemFonts: true, sansSerifFamily: "DejaVu Sans", defaultFontFamily: "DejaVu Sans" },
  });
  return picture.render().asPng().toString("base64");
}

async function loadRenderer() {
  try {
    return await import("@resvg/resvg-js");
  } catch {
    return null;
  }
}
