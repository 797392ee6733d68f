/** Waits for work, `ms` milliseconds at most: then it throws, and `late` is what it says. The work goes on. */
export async function inTime<T>(work: Promise<T>, ms: number, late = `no answer in ${ms} ms`): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(late)), ms);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}
