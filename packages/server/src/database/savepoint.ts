import { TransactionLost } from "./errors.ts";

/**
 * Does a step of a transaction, and undoes it if it throws.
 *
 * @param execute - runs a statement in the transaction, and throws if that is gone.
 * @throws TransactionLost if the step can't be undone on its own.
 */
export async function savepoint<T>(execute: (statement: string) => Promise<void>, work: () => Promise<T>): Promise<T> {
  await execute("savepoint step");
  try {
    const result = await work();
    await execute("release savepoint step");
    return result;
  } catch (error) {
    try {
      await execute("rollback to savepoint step");
      await execute("release savepoint step");
    } catch {
      throw error instanceof TransactionLost ? error : new TransactionLost(error);
    }
    throw error;
  }
}
