/** Something that `doctor` looked at. */
export interface Finding {
  readonly state: "good" | "bad" | "note";
  readonly text: string;
}
