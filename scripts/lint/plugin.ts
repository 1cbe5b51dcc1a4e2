import { relative } from "node:path";
import { findImportViolation } from "./boundaries.ts";

type Specifier = { type: string; imported?: { name?: string } };
type ImportNode = { source: { value?: unknown } | null; specifiers?: readonly Specifier[]; importKind?: string; exportKind?: string };
type Context = { filename: string; cwd: string; report: (problem: { node: unknown; message: string }) => void };

/** Without a list of names everything comes in: a dynamic import, or `export *`. */
const importedNames = (node: ImportNode): readonly string[] =>
  node.specifiers === undefined ? ["*"] : node.specifiers.map((specifier) => (specifier.type === "ImportSpecifier" ? (specifier.imported?.name ?? "*") : "*"));

function check(context: Context, node: ImportNode): void {
  const specifier = node.source?.value;
  // A type costs nothing at run time and opens no door.
  if (typeof specifier !== "string" || (node.importKind === "type" && /^(?!#)/.test(specifier))) return;
  const file = relative(context.cwd, context.filename).replaceAll("\\", "/");
  const why = findImportViolation(file, specifier, importedNames(node));
  if (why !== null) context.report({ node, message: `Boundary: "${specifier}" from ${file}: ${why}.` });
}

const imports = {
  create: (context: Context) => ({
    ImportDeclaration: (node: ImportNode) => check(context, node),
    ExportNamedDeclaration: (node: ImportNode) => check(context, node),
    ExportAllDeclaration: (node: ImportNode) => check(context, node),
    ImportExpression: (node: ImportNode) => check(context, node),
  }),
};

export default { meta: { name: "seawall" }, rules: { imports } };
