import { chooseFreePort } from "../runtime/choose_free_port.ts";

/** The ports of a kernel's channels, under Jupyter's names. */
export type KernelPorts = Readonly<Record<"shell" | "iopub" | "stdin" | "control" | "hb", number>>;

/**
 * Five ports that are free now and that systems do not give to outgoing connections: on one of those a program that only
 * connects somewhere would be in the kernel's way, and our own attempt to reach the kernel could meet itself.
 */
export function chooseKernelPorts(): KernelPorts {
  const chosen = new Set<number>();
  const choose = () => {
    for (;;) {
      const port = chooseFreePort(null);
      if (chosen.has(port)) continue;
      chosen.add(port);
      return port;
    }
  };
  return { shell: choose(), iopub: choose(), stdin: choose(), control: choose(), hb: choose() };
}
