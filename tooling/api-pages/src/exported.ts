/** A comment, without the stars. */
export interface Documented {
  text: string;
  /** `@param`, `@returns`, `@throws`, in their order. */
  tags: { name: string; text: string }[];
}

/** A method of a class, or a field. */
export interface Member extends Documented {
  name: string;
  /** Each on one line; several where a method can be called in several ways. */
  signatures: string[];
}

/** A name of a package, as its reader sees it. */
export interface Exported extends Documented {
  name: string;
  /** What is used in code, what is caught, and what has a meaning for the compiler alone. */
  kind: "value" | "error" | "type";
  declaration: string;
  /** Those of a class, and of a type whose fields have comments. Any other's declaration says it all. */
  members: Member[];
}

/** What one specifier gives. */
export interface Door {
  specifier: string;
  exported: Exported[];
  /** Names of other packages that can be had from here too. */
  passedOn: string[];
}

/** What a package gives, and the types that show in that but have no name to import. */
export interface PackageExports {
  doors: Door[];
  mentioned: Exported[];
}
