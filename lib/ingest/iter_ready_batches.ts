/**
 * Gathers what a slow or bursting source yields: what is ready without waiting comes in one batch, up to `most`.
 *
 * @throws What the source throws, once the batch before it has been taken.
 */
export async function* iterReadyBatches<Item>(
  source: AsyncGenerator<Item>,
  most: number,
): AsyncGenerator<Item[]> {
  try {
    let next = source.next();
    while (true) {
      const first = await next;
      if (first.done) return;
      const batch = [first.value];
      next = source.next();
      // Whoever waits for it gets the error; until then it is nobody's.
      next.catch(() => {});
      const turn = Promise.withResolvers<null>();
      const timer = setTimeout(turn.resolve, 0, null);
      while (batch.length < most) {
        const ready = await Promise.race([next.catch(() => null), turn.promise]);
        if (!ready || ready.done) break;
        batch.push(ready.value);
        next = source.next();
        next.catch(() => {});
      }
      clearTimeout(timer);
      yield batch;
    }
  } finally {
    await source.return(undefined);
  }
}
