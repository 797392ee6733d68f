/**
 * The transaction is gone while its work was going on: the database rolled all of it back (a full disk), or can't be
 * reached any more. What is done after it must not count as done.
 */
export class TransactionLost extends Error {
  override readonly name = "TransactionLost";

  constructor(cause: unknown) {
    super("the database has given the transaction up", { cause });
  }
}
