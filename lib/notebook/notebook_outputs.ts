import type { Published } from "./kernel_message.ts";
import type { Output } from "./nbformat.ts";

type DisplayOutput = Extract<Output, { data: unknown }>;

/** Gathers what a kernel publishes into the outputs of one cell after the other, as a notebook shows them. */
export class NotebookOutputs {
  #outputs: Output[] = [];
  #clearBeforeNext = false;
  /** Displays that can still be updated, also from a later cell, by their id. */
  readonly #displays = new Map<string, DisplayOutput[]>();

  /** Begins a cell: what comes from here on goes to the returned list. */
  startCell(): Output[] {
    this.#outputs = [];
    this.#clearBeforeNext = false;
    return this.#outputs;
  }

  accept(published: Published): void {
    switch (published.type) {
      case "stream":
        return this.#addText(published.content.name, published.content.text);
      case "error":
        return this.#add({ output_type: "error", ...published.content });
      case "clear_output":
        if (published.content.wait) this.#clearBeforeNext = true;
        else this.#outputs.length = 0;
        return;
      case "update_display_data":
        return this.#update(published.content);
      case "display_data":
      case "execute_result":
        return this.#addDisplay(published);
      case "status":
        return;
    }
  }

  #add(output: Output): void {
    if (this.#clearBeforeNext) this.#outputs.length = 0;
    this.#clearBeforeNext = false;
    this.#outputs.push(output);
  }

  #addText(name: "stdout" | "stderr", text: string): void {
    const last = this.#outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name && !this.#clearBeforeNext) last.text += text;
    else this.#add({ output_type: "stream", name, text });
  }

  #addDisplay(published: Extract<Published, { type: "display_data" | "execute_result" }>): void {
    const { data, metadata, transient } = published.content;
    const output: DisplayOutput = published.type === "display_data"
      ? { output_type: "display_data", data, metadata }
      : {
        output_type: "execute_result",
        data,
        metadata,
        execution_count: published.content.execution_count,
      };
    this.#add(output);
    if (transient.display_id === undefined) return;
    const sameId = this.#displays.get(transient.display_id) ?? [];
    this.#displays.set(transient.display_id, [...sameId, output]);
  }

  #update(
    { data, metadata, transient }: Extract<Published, { type: "update_display_data" }>["content"],
  ): void {
    for (const output of this.#displays.get(transient.display_id ?? "") ?? []) {
      output.data = data;
      output.metadata = metadata;
    }
  }
}
