import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  Application,
  type Context,
  Converter,
  DeclarationReflection,
  Logger,
  LogLevel,
  ParameterReflection,
  type ProjectReflection,
  type Reflection,
  ReflectionKind,
  SignatureReflection,
} from "typedoc";
import type { PluginOptions } from "typedoc-plugin-markdown";
import type ts from "typescript";

export const root: string = join(import.meta.dirname, "../../..");

const format: Partial<PluginOptions> & { router: string } = {
  router: "module",
  flattenOutputFiles: true,
  pageTitleTemplates: { index: "The API", module: "@keyfold/{name}" },
  hidePageHeader: true,
  hideBreadcrumbs: true,
  hideGroupHeadings: true,
  useCodeBlocks: true,
  useHTMLAnchors: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  classPropertiesFormat: "table",
  typeAliasPropertiesFormat: "table",
  typeDeclarationFormat: "table",
  propertyMembersFormat: "table",
  tableColumnSettings: { hideInherited: true, hideOverrides: true, hideModifiers: true, hideSources: true },
};

/** Collects what TypeDoc complains of. */
class Complaints extends Logger {
  readonly list: string[] = [];

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.list.push(message);
  }
}

/** Writes a page for each entry point of the packages into a folder, from their TSDoc. Gives what TypeDoc complains of. */
export async function renderApi(folder: string): Promise<string[]> {
  const complaints = new Complaints();
  const app = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown"],
    entryPoints: entryPoints(),
    tsconfig: join(import.meta.dirname, "../tsconfig.packages.json"),
    // The packages are checked by their own compiler.
    skipErrorChecking: true,
    out: folder,
    logLevel: "Warn",
    readme: "none",
    githubPages: false,
    disableSources: true,
    excludeExternals: true,
    excludePrivate: true,
    excludeInternal: true,
    sort: ["source-order"],
    groupOrder: ["Functions", "Variables", "Classes", "*"],
    validation: { notExported: false, notDocumented: true, invalidLink: true, rewrittenLink: true, invalidPath: true },
    packagesRequiringDocumentation: [...manifests.values()].map(({ name }) => name),
    requiredToBeDocumented: ["Class", "Function", "Interface", "TypeAlias", "Variable"],
    ...format,
  });
  app.logger = complaints;
  app.converter.on(Converter.EVENT_CREATE_SIGNATURE, typeAsWritten);
  app.converter.on(Converter.EVENT_CREATE_PARAMETER, typeAsWritten);
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => nameByEntryPoint(project));
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => forgetInheritance(project));
  const project = await app.convert();
  if (project === undefined) throw new Error(complaints.list.join("\n"));
  app.validate(project);
  for (const each of withoutThrows(project)) app.logger.warn(`${each} may throw, and has no @throws.`);
  await app.generateOutputs(project);
  return complaints.list;
}

interface Manifest {
  name: string;
  private?: boolean;
  exports: Record<string, string | { source: string }>;
}

const manifests = new Map(
  globSync("packages/*/package.json", { cwd: root })
    .sort()
    .map((file) => [dirname(join(root, file)), JSON.parse(readFileSync(join(root, file), "utf8")) as Manifest]),
);

/** The file of each entry point of the packages that are published. */
function entryPoints(): string[] {
  return [...manifests].flatMap(([folder, manifest]) => {
    if (manifest.private) return [];
    const entries = Object.values(manifest.exports).filter((entry) => typeof entry !== "string");
    return entries.map(({ source }) => join(folder, source));
  });
}

/** `context/src/testing` is imported as `@keyfold/context/testing`. */
function nameByEntryPoint(project: ProjectReflection): void {
  for (const module of project.children ?? []) module.name = module.name.replace("/src", "");
}

/** A type is shown by the name that the source gives it, where the compiler only knows what it stands for. */
function typeAsWritten(context: Context, reflection: Reflection, node?: ts.Node): void {
  if (
    !node ||
    !("type" in node) ||
    !(reflection instanceof SignatureReflection || reflection instanceof ParameterReflection)
  )
    return;
  const written = node.type as ts.TypeNode | undefined;
  if (written && reflection.type) reflection.type = context.converter.convertType(context, written);
}

/** Functions and classes' methods that give a promise, or whose prose names what is thrown, without a tag that says what. */
function withoutThrows(project: ProjectReflection): string[] {
  return project
    .getReflectionsByKind(ReflectionKind.CallSignature)
    .filter((each): each is SignatureReflection => each instanceof SignatureReflection)
    .filter(({ comment, type, parent }) => {
      const isCalled = parent.kindOf(ReflectionKind.Function) || parent.parent?.kindOf(ReflectionKind.Class);
      const mayThrow =
        (isCalled && /^Promise</.test(String(type))) || /\bthrows?\b/i.test(JSON.stringify(comment?.summary ?? []));
      return mayThrow && comment?.getTag("@throws") === undefined;
    })
    .map((each) => each.parent.getFullName());
}

/** What a class has from another is on the other's page. */
function forgetInheritance(project: ProjectReflection): void {
  for (const reflection of Object.values(project.reflections)) {
    if (!(reflection instanceof DeclarationReflection || reflection instanceof SignatureReflection)) continue;
    delete reflection.inheritedFrom;
    delete reflection.overwrites;
  }
}
