/** Works on items, at most `width` at once, and gives the results in order. After a failure nothing more is begun. */
export async function inParallel<Item, Result>(
  width: number,
  items: readonly Item[],
  work: (item: Item) => Result | Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const queue = items.entries();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failed) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: Math.min(width, items.length) }, worker);
  const rejected = (await Promise.allSettled(workers)).find((settled) => settled.status === "rejected");
  if (rejected !== undefined) throw rejected.reason;
  return results;
}
