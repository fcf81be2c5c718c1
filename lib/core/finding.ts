/** What a check-up found about one thing. */
export interface Finding {
  /** What was looked at: `database`, `migrations`. */
  readonly subject: string;
  /** `problem` keeps something from working; `hint` does not, but is worth knowing. */
  readonly state: "ok" | "hint" | "problem";
  readonly found: string;
  /** What to do about it, or null. */
  readonly remedy: string | null;
}
