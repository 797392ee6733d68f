/**
 * The names that exist. Empty, it lets any name through; once it is filled, by `keyfold types` or by hand, a name that isn't in it is a
 * type error:
 *
 * ```ts
 * declare module "@keyfold/secret" {
 *   interface SecretNames {
 *     "stripe key": unknown;
 *   }
 * }
 * ```
 */
export interface SecretNames extends Record<never, unknown> {}

/** A name of a secret: any string, or one of {@link SecretNames} once that isn't empty. */
export type SecretName = [keyof SecretNames] extends [never] ? string : keyof SecretNames & string;
