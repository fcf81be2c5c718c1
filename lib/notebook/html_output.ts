/** The method by which the kernel asks a cell's last expression how to show it. */
export const JUPYTER_DISPLAY = Symbol.for("Jupyter.display");

/** HTML that a notebook shows when it is a cell's last expression. */
export class HtmlOutput {
  /** `text` stands in for the HTML where none can be shown. */
  constructor(readonly html: string, readonly text: string) {}

  [JUPYTER_DISPLAY](): Record<string, string> | Promise<Record<string, string>> {
    return { "text/html": this.html, "text/plain": this.text };
  }
}
