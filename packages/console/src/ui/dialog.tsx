import type { JSX, RenderableProps } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Failure, TextField } from "./parts.tsx";
import { useSend } from "./use-send.ts";

/** What can be closed. */
export interface Closable {
  readonly onClose: () => void;
}

/** A dialog over the page, open as long as it is drawn. Escape closes it, and the focus goes back to where it was. */
export function Dialog({
  title,
  wide = false,
  onClose,
  children,
}: RenderableProps<Closable & { title: string; wide?: boolean }>): JSX.Element {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={wide ? "wide" : undefined}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" class="bare" aria-label="Close" onClick={onClose}>
          ✕
        </button>
      </div>
      {children}
    </dialog>
  );
}

/** What a form of a dialog does. */
interface DialogAction extends Closable {
  readonly action: string;
  /** Closes the dialog by itself where it is done. */
  readonly onSend: () => Promise<void>;
}

/** A form of a dialog: what it does is done once at a time, and what goes wrong is shown in it. */
export function DialogForm({
  action,
  danger = false,
  canSend = true,
  onSend,
  onClose,
  children,
}: RenderableProps<DialogAction & { danger?: boolean; canSend?: boolean }>): JSX.Element {
  const { isBusy, error, send } = useSend(canSend, onSend);
  return (
    <form onSubmit={send} autocomplete="off" noValidate>
      <div class="dialog-body">
        {children}
        <Failure error={error} />
      </div>
      <div class="dialog-foot">
        <button type="button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" class={danger ? "danger" : "main"} disabled={isBusy || !canSend}>
          {action}
        </button>
      </div>
    </form>
  );
}

/** Asks before something is done that can't be undone; with `typed`, that has to be typed. */
export function Confirm({
  title,
  action,
  typed,
  onSend,
  onClose,
  children,
}: RenderableProps<DialogAction & { title: string; typed?: string }>): JSX.Element {
  const [text, setText] = useState("");
  return (
    <Dialog title={title} onClose={onClose}>
      <DialogForm
        action={action}
        danger
        canSend={typed === undefined || text === typed}
        onSend={onSend}
        onClose={onClose}
      >
        {children}
        {typed !== undefined && <TextField label="Type its name to go on" value={text} onInput={setText} />}
      </DialogForm>
    </Dialog>
  );
}
