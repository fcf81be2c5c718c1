/**
 * GramJS keeps 1.4 MB of parsed schema in `localStorage`, which on Deno is a file that outlives it, under a name without its
 * version. It looks once, when it is evaluated: this module is imported before it, and `showLocalStorage` called behind it.
 */
const original = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
Object.defineProperty(globalThis, "localStorage", { value: undefined, configurable: true });

/** Puts `localStorage` back. */
export function showLocalStorage(): void {
  if (original !== undefined) Object.defineProperty(globalThis, "localStorage", original);
}
