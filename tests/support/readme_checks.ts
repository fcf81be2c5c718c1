/** A command that the README shows: `deno task drain --max-jobs 50`. */
export interface ReadmeCommand {
  readonly task: string;
  readonly flags: readonly string[];
}

/** What there is, for the README to tell of. */
export interface Documented {
  readonly tasks: readonly string[];
  readonly modes: readonly string[];
  readonly settings: readonly string[];
}

/** Lists the commands that a text shows, be it of an installed Deno or of npx. */
export function listCommands(markdown: string): ReadmeCommand[] {
  return [...markdown.matchAll(/\bdeno(?:@[\d.]+)? task ([a-z][\w:-]*)([^\n`|#]*)/g)].map((
    [, task = "", rest = ""],
  ) => ({
    task,
    flags: rest.match(/(?<=\s)--[a-z][a-z0-9-]*/g) ?? [],
  }));
}

/** Says what the README tells of that there is not, and what there is that it does not tell of. */
export function findReadmeGaps(markdown: string, { tasks, modes, settings }: Documented): string[] {
  const shown = new Set(listCommands(markdown).map(({ task }) => task));
  const tellsOf = (name: string) => new RegExp(`(?<![\\w/-])${RegExp.escape(name)}(?![\\w-])`).test(markdown);
  return [
    ...[...shown].filter((task) => !tasks.includes(task)).map((task) => `deno task ${task} is no task`),
    ...tasks.filter((task) => !shown.has(task) && !tellsOf(`\`${task}\``)).map((task) =>
      `the task ${task} is missing`
    ),
    ...modes.filter((mode) => !tellsOf(mode)).map((mode) => `the mode ${mode} is missing`),
    ...(markdown.includes(".env.example") ? [] : settings.filter((name) => !tellsOf(name))
      .map((name) => `the setting ${name} is missing, and .env.example is not pointed to`)),
  ];
}

/** Lists the targets of links that lie in the project. */
export function listLocalLinks(markdown: string): string[] {
  return [...markdown.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)].map(([, target = ""]) =>
    target
  );
}

/** Lists the versions of Deno that a text asks for. */
export function listDenoVersions(text: string): string[] {
  return [
    ...new Set(
      [...text.matchAll(/\b(?:deno@|DENO_VERSION=)(\d+\.\d+\.\d+)/g)].map(([, version = ""]) => version),
    ),
  ];
}
