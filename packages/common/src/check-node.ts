const oldest = 22;

/**
 * Ends a command that an older Node runs with a line that says so. It stands before all other imports: such a Node can't read them, or dies in
 * their native code.
 *
 * @param command - its name.
 */
export function checkNode(command: string): void {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) >= oldest) return;
  process.stderr.write(`${command}: Node ${oldest} or newer is needed; this is Node ${node} (${process.execPath}).\n`);
  process.exit(1);
}
