/** The dotted paths of a type's keys; any string where the keys are not known. */
export type ConfigPath<T> = string extends keyof T
  ? string
  : {
      [Key in keyof T & string]: Key | (Inner<T[Key]> extends never ? never : `${Key}.${ConfigPath<Inner<T[Key]>>}`);
    }[keyof T & string];

/** What stands at a path of a type; `unknown` where the keys are not known. */
export type ValueAt<T, Path extends string> = string extends keyof T
  ? unknown
  : Path extends keyof T
    ? T[Path]
    : Path extends `${infer Key}.${infer Rest}`
      ? Key extends keyof T
        ? ValueAt<Inner<T[Key]>, Rest> | (undefined extends T[Key] ? undefined : never)
        : unknown
      : unknown;

/** The table that a key holds, if it does. */
type Inner<Value> =
  NonNullable<Value> extends infer Table
    ? Table extends readonly unknown[] | Date | ((...args: never[]) => unknown)
      ? never
      : Table extends object
        ? Table
        : never
    : never;
