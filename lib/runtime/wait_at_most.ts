/** The promise's value, or null when it is not there after `ms`; a rejection passes through. */
export async function waitAtMost<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  const timeUp = Promise.withResolvers<null>();
  const timer = setTimeout(timeUp.resolve, ms, null);
  try {
    return await Promise.race([promise, timeUp.promise]);
  } finally {
    clearTimeout(timer);
  }
}
