/** Every file that a module imports, directly or not, itself among them; packages are left out. */
export async function importedFiles(module: URL, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(module.href)) return found;
  found.add(module.href);
  if (!module.href.endsWith(".ts")) return found;
  const source = await Deno.readTextFile(module);
  for (const [, path = ""] of source.matchAll(/\bfrom "(\.[^"]+)"/g)) {
    await importedFiles(new URL(path, module), found);
  }
  return found;
}
