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
import ts from "typescript";

export const root: string = join(import.meta.dirname, "../../..");

const format: Partial<PluginOptions> & { router: string } = {
  router: "module",
  flattenOutputFiles: true,
  pageTitleTemplates: { index: "API reference", module: "@keyfold/{name}" },
  hidePageHeader: true,
  hideBreadcrumbs: true,
  hideGroupHeadings: true,
  useCodeBlocks: true,
  useHTMLAnchors: true,
  indexFormat: "table",
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
  const throwing = new Set<Reflection>();
  app.converter.on(Converter.EVENT_CREATE_SIGNATURE, ({ checker }, signature: Reflection, node?: ts.Node) => {
    if (node && "body" in node && node.body && mayThrow(node.body as ts.Node, checker)) throwing.add(signature);
  });
  app.converter.on(Converter.EVENT_CREATE_PARAMETER, typeAsWritten);
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => nameByEntryPoint(project));
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => forgetInheritance(project));
  const project = await app.convert();
  if (project === undefined) throw new Error(complaints.list.join("\n"));
  app.validate(project);
  for (const each of withoutThrows(project, throwing)) app.logger.warn(`${each} may throw, and has no @throws.`);
  for (const each of withoutExample(project)) app.logger.warn(`${each} is where users begin, and has no @example.`);
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

/** Whether code throws, or calls what says in its TSDoc that it does, where nothing around it catches that. */
function mayThrow(node: ts.Node, checker: ts.TypeChecker): boolean {
  // A name is that of what was caught.
  if (ts.isThrowStatement(node)) return !ts.isIdentifier(node.expression);
  if (ts.isFunctionLike(node)) return false;
  if (ts.isTryStatement(node) && node.catchClause) {
    return [node.catchClause, node.finallyBlock].some((part) => part && mayThrow(part, checker));
  }
  if (ts.isCallExpression(node)) {
    const called = checker.getResolvedSignature(node)?.declaration;
    const isOwn = called && !called.getSourceFile().isDeclarationFile;
    if (isOwn && ts.getJSDocTags(called).some(({ tagName }) => tagName.text === "throws")) return true;
  }
  return ts.forEachChild(node, (child) => mayThrow(child, checker) || undefined) ?? false;
}

const entries = ["loadConfig", "createClient", "withRun", "createServer", "Secret", "context"];

/** Where users begin with a package, as far as it shows no example. */
function withoutExample(project: ProjectReflection): string[] {
  const examples = project
    .getReflectionsByKind(ReflectionKind.All)
    .filter(({ comment }) => comment?.getTag("@example"));
  return entries.filter((entry) => !examples.some(({ name }) => name === entry));
}

/** Functions and methods that throw, give a promise, or whose prose names what is thrown, without a tag that says what. */
function withoutThrows(project: ProjectReflection, throwing: ReadonlySet<Reflection>): string[] {
  return project
    .getReflectionsByKind(ReflectionKind.SomeSignature)
    .filter((each): each is SignatureReflection => each instanceof SignatureReflection)
    .filter((each) => {
      const { comment, type, parent } = each;
      const isCalled = parent.kindOf(ReflectionKind.Function) || parent.parent?.kindOf(ReflectionKind.Class);
      const saysSo = /\bthrows?\b/i.test(JSON.stringify(comment?.summary ?? []));
      const mayFail = throwing.has(each) || saysSo || (isCalled && /^Promise</.test(String(type)));
      return mayFail && comment?.getTag("@throws") === undefined;
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
