/**
 * A secret's value while it is in memory. Printed or turned into JSON it shows `<secret>`, inspected it shows nothing:
 * only `reveal` gives the value, and only the response to a read and the vault call it.
 */
export class Plaintext {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** The value itself: any JSON. */
  reveal(): unknown {
    return this.#value;
  }

  /** What GraphQL wants a nullable field to give: null for a stored null. */
  orNull(): Plaintext | null {
    return this.#value === null ? null : this;
  }

  toString(): string {
    return "<secret>";
  }

  toJSON(): string {
    return "<secret>";
  }
}
