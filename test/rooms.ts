import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import ts from 'typescript';

/** From top to bottom: a room imports only from itself and from the rooms above it. */
const rooms = ['protocol', 'money', 'text', 'redis', 'server', 'swarm', 'store', 'executors', 'worker', 'terminal', 'views', 'dashboard', 'commands', 'cli.ts'];
/** Who may import from dashboard/: itself, and the command that shows it. */
const showsDashboard = /^(?:dashboard|commands.dashboard)/;
const root = fileURLToPath(new URL('../source/', import.meta.url));

const files = readdirSync(root, {recursive: true, encoding: 'utf8'})
	.filter(name => /\.tsx?$/.test(name))
	.map(name => {
		const text = readFileSync(path.join(root, name), 'utf8');
		return {
			name, text, room: name.split(path.sep)[0] ?? '', tree: ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true),
		};
	});

type File = (typeof files)[number];

/** What a file imports: statically, dynamically, or as a type. */
function importsOf({tree}: File): readonly string[] {
	const found: string[] = [];
	const visit = (node: ts.Node) => {
		if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
			found.push(node.moduleSpecifier.text);
		} else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0] && ts.isStringLiteral(node.arguments[0])) {
			found.push(node.arguments[0].text);
		} else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
			found.push(node.argument.literal.text);
		}

		ts.forEachChild(node, visit);
	};

	visit(tree);
	return found;
}

/** What a file imports from this project, as names of files. */
function targetsOf(file: File): readonly string[] {
	return importsOf(file).filter(from => from.startsWith('.')).map(from => path.join(path.dirname(file.name), from));
}

/** `file: finding`, for everything that a check finds in any file. */
function findings(check: (file: File) => readonly string[]): readonly string[] {
	return files.flatMap(file => check(file).map(what => `${file.name}: ${what}`));
}

test('every room has files', t => {
	t.deepEqual([...new Set(files.map(({room}) => room))].toSorted(), rooms.toSorted());
});

test('a room imports only from itself and the rooms above it', t => {
	t.deepEqual(findings(file => targetsOf(file).filter(target => {
		const index = rooms.indexOf(target.split(path.sep)[0] ?? '');
		return index === -1 || index > rooms.indexOf(file.room);
	})), []);
});

test('no file imports itself through others', t => {
	const byName = new Map(files.map(file => [file.name.replace(/\.tsx?$/, '.js'), file]));
	const finished = new Set<string>();
	const circles: string[] = [];
	const visit = (name: string, trail: readonly string[]) => {
		if (trail.includes(name)) {
			circles.push([...trail.slice(trail.indexOf(name)), name].join(' > '));
		} else if (!finished.has(name)) {
			const file = byName.get(name);
			for (const target of file ? targetsOf(file) : []) {
				visit(target, [...trail, name]);
			}

			finished.add(name);
		}
	};

	for (const name of byName.keys()) {
		visit(name, []);
	}

	t.deepEqual(circles, []);
});

test('nothing but the command that shows it imports from dashboard/', t => {
	t.deepEqual(findings(file => showsDashboard.test(file.name) ? [] : targetsOf(file).filter(target => target.startsWith(`dashboard${path.sep}`))), []);
});

test('nobody imports from server/, which is a process of its own', t => {
	t.deepEqual(findings(file => file.room === 'server' ? [] : targetsOf(file).filter(target => target.startsWith(`server${path.sep}`))), []);
});

test('imports from this project end in .js', t => {
	t.deepEqual(findings(file => importsOf(file).filter(from => from.startsWith('.') && !from.endsWith('.js'))), []);
});

test('only redis/ imports ioredis', t => {
	t.deepEqual(findings(({room, ...rest}) => room === 'redis' ? [] : importsOf({room, ...rest}).filter(from => from.startsWith('ioredis'))), []);
});

test('protocol, money, text and store are pure', t => {
	const pure = new Set(['protocol', 'money', 'text', 'store']);
	const harmless = new Set(['node:buffer', 'node:crypto', 'node:os', 'valibot']);
	t.deepEqual(findings(file => pure.has(file.room) ? importsOf(file).filter(from => !from.startsWith('.') && !harmless.has(from)) : []), []);
	t.deepEqual(findings(({room, text}) => room === 'store' ? text.match(/\b(?:setTimeout|setInterval|Date\.now|performance\.now)\b/g) ?? [] : []), []);
});

test('dashboard/ does no I/O', t => {
	const outside = /^(?:node:)?(?:fs|child_process|net|tls|http|https|dgram|dns|worker_threads)(?:\/|$)/;
	t.deepEqual(findings(file => file.room === 'dashboard' ? importsOf(file).filter(from => outside.test(from)) : []), []);
});

test('only terminal/ and commands write to the terminal', t => {
	const writes = /\b(?:process\.stdout|stdout\.write|process\.stderr|console\.\w+)/g;
	const mayWrite = new Set(['server', 'terminal', 'commands', 'cli.ts']);
	// The server is a process of its own, and this is its log.
	t.deepEqual(findings(({room, text}) => mayWrite.has(room) ? [] : text.match(writes) ?? []), []);
});

test('files are short', t => {
	const lengths = files.map(({text}) => text.trimEnd().split('\n').length).toSorted((a, b) => a - b);
	t.deepEqual(findings(({text}) => text.trimEnd().split('\n').length > 300 ? [`${text.trimEnd().split('\n').length} lines`] : []), []);
	t.true(lengths[Math.floor(lengths.length / 2)]! <= 70, `the median file has ${lengths[Math.floor(lengths.length / 2)]} lines`);
});

/** The names that a statement exports, each with the node that carries its doc comment. */
function exportsOf(statement: ts.Statement): ReadonlyArray<readonly [name: string, node: ts.Node]> {
	const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({kind}) => kind === ts.SyntaxKind.ExportKeyword);
	if (!isExported) {
		return [];
	}

	if (ts.isVariableStatement(statement)) {
		return statement.declarationList.declarations.map(({name}) => [name.getText(), statement]);
	}

	const named = statement as ts.Statement & {readonly name?: ts.Identifier; readonly members?: readonly ts.ClassElement[]};
	const members = ts.isClassDeclaration(statement) ? statement.members : [];
	return [
		[named.name?.text ?? 'default', statement],
		...members
			.filter(member => !ts.isConstructorDeclaration(member) && member.name && !ts.isPrivateIdentifier(member.name) && !isHidden(member))
			.map(member => [`${named.name?.text}.${member.name?.getText()}`, member] as const),
	];
}

/** Private, or documented by the class that it overrides. */
function isHidden(member: ts.ClassElement): boolean {
	return ts.canHaveModifiers(member) && Boolean(ts.getModifiers(member)?.some(({kind}) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.OverrideKeyword));
}

test('every export has a doc comment', t => {
	t.deepEqual(findings(({tree}) => tree.statements.flatMap(statement => exportsOf(statement)).filter(([, node]) => ts.getJSDocCommentsAndTags(node).length === 0).map(([name]) => name)), []);
});

test('lines of doc comments do not begin with an asterisk', t => {
	t.deepEqual(findings(({text}) => text.match(/^[\t ]+\* .*$/gm) ?? []), []);
});
