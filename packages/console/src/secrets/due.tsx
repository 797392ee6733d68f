import type { JSX } from "preact";
import { Badge } from "../ui/parts.tsx";
import { When } from "../ui/text.tsx";
import type { Secret } from "./all-secrets.tsx";

/** When a secret is to be replaced, if that is known. */
export function Due({ secret: { rotateBy } }: { secret: Pick<Secret, "rotateBy"> }): JSX.Element | null {
  if (rotateBy === null) return null;
  const days = (Date.parse(rotateBy) - Date.now()) / 86_400_000;
  return (
    <Badge kind={days < 0 ? "bad" : days < 14 ? "warn" : "plain"}>
      <When at={rotateBy} />
    </Badge>
  );
}
