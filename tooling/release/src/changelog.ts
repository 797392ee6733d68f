/** How changesets writes CHANGELOG.md: a reader wants the sentences, not the commits they came from. */
const changelog = {
  getReleaseLine: ({ summary }: { summary: string }): string => `- ${summary.trim().replaceAll("\n", "\n  ")}`,

  getDependencyReleaseLine: (_: unknown, dependencies: readonly { name: string; newVersion: string }[]): string =>
    dependencies.map(({ name, newVersion }) => `- Takes ${name} ${newVersion}.`).join("\n"),
};

export default changelog;
