import { errorMessage } from "../../lib/core/errors.ts";

/** As small as a server with its log fits into. */
const SIZE_MB = 384;
const CHUNK = new Uint8Array(1024 * 1024);

/** A disk of its own, so small that it can be filled. */
export interface SmallDisk {
  /** Leaves no byte. */
  fill(): void;
  empty(): void;
}

/**
 * Mounts a small disk in memory at a folder.
 *
 * @returns Why it cannot be had here, in words, where that is so.
 */
export function mountSmallDisk(folder: string): SmallDisk | string {
  if (Deno.build.os !== "linux") return "a small disk in memory needs Linux";
  if (Deno.uid() !== 0) return "a small disk in memory needs root";
  const failure = run("mount", ["-t", "tmpfs", "-o", `size=${SIZE_MB}m,mode=755`, "tmpfs", folder]);
  if (failure !== null) return `no small disk can be mounted: ${failure}`;
  const filler = `${folder}/filler`;
  return {
    fill() {
      using file = Deno.openSync(filler, { create: true, append: true });
      try {
        for (let length = CHUNK.length; length > 0;) {
          const written = file.writeSync(CHUNK.subarray(0, length));
          if (written < length) length = Math.floor(length / 2);
        }
      } catch (error) {
        if (!isDiskFull(error)) throw error;
      }
    },
    empty() {
      Deno.removeSync(filler);
    },
  };
}

/** Takes the disk away, where there is one, at once and whoever still uses it. */
export function unmountSmallDisk(folder: string): void {
  run("umount", ["--lazy", folder]);
}

/** Runs a program and returns what it complained about, or null where it did not. */
function run(program: string, args: readonly string[]): string | null {
  try {
    const { success, stderr } = new Deno.Command(program, {
      args: [...args],
      stdout: "null",
      stderr: "piped",
    })
      .outputSync();
    return success ? null : new TextDecoder().decode(stderr).trim();
  } catch (error) {
    return errorMessage(error);
  }
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && /\bENOSPC\b|No space left|os error 28/.test(error.message);
}
