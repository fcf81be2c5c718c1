const POLL_MS = 2;

/** Repeats a query until it returns no rows. */
export async function untilNoRows(query: () => Promise<readonly unknown[]>): Promise<void> {
  while ((await query()).length > 0) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
