import type { JSX } from "preact";
import { type Closable, Dialog } from "../ui/dialog.tsx";
import { Copy } from "../ui/parts.tsx";

/** A token that was just made. When this closes it is nowhere. */
export function ShownOnce({ title, token, onClose }: Closable & { title: string; token: string }): JSX.Element {
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="dialog-body">
        <p>It is shown this once. Copy it to where it is needed.</p>
        <code class="token-text">{token}</code>
      </div>
      <div class="dialog-foot">
        <Copy text={token} label="Copy the token" />
        <button type="button" class="main" onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  );
}
