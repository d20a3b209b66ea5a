import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import ts from 'typescript';

/** From above to below: a room imports only from itself and from rooms above it. */
const rooms = ['protocol', 'money', 'text', 'redis', 'swarm', 'store', 'executors', 'worker', 'terminal', 'dashboard', 'commands', 'cli.ts'];
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

/** Where a file imports from, statically, dynamically or for a type. */
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

/** `file: what`, for all that a check finds in all files. */
function findings(check: (file: File) => readonly string[]): readonly string[] {
	return files.flatMap(file => check(file).map(what => `${file.name}: ${what}`));
}

test('there are files in every room', t => {
	t.deepEqual([...new Set(files.map(({room}) => room))].toSorted(), rooms.toSorted());
	t.true(files.every(file => file.name === 'cli.ts' || importsOf(file).every(from => path.basename(from) !== 'cli.js')));
});

test('a room imports only from rooms above it', t => {
	t.deepEqual(findings(file => importsOf(file).filter(from => {
		const target = path.join(path.dirname(file.name), from).split(path.sep)[0] ?? '';
		return from.startsWith('.') && !(rooms.includes(target) && rooms.indexOf(target) <= rooms.indexOf(file.room));
	})), []);
});

test('the imports of this project have their ending', t => {
	t.deepEqual(findings(file => importsOf(file).filter(from => from.startsWith('.') && !from.endsWith('.js'))), []);
});

test('only redis/ imports ioredis', t => {
	t.deepEqual(findings(({room, ...rest}) => room === 'redis' ? [] : importsOf({room, ...rest}).filter(from => from.startsWith('ioredis'))), []);
});

test('protocol, money and store are pure', t => {
	const pure = new Set(['protocol', 'money', 'store']);
	const harmless = new Set(['node:buffer', 'node:crypto', 'node:os', 'valibot']);
	t.deepEqual(findings(file => pure.has(file.room) ? importsOf(file).filter(from => !from.startsWith('.') && !harmless.has(from)) : []), []);
	t.deepEqual(findings(({room, text}) => room === 'store' ? text.match(/\b(?:setTimeout|setInterval|Date\.now|performance\.now)\b/g) ?? [] : []), []);
});

test('dashboard/ does no input or output of its own', t => {
	const outside = /^(?:node:)?(?:fs|child_process|net|tls|http|https|dgram|dns|worker_threads)(?:\/|$)/;
	t.deepEqual(findings(file => file.room === 'dashboard' ? importsOf(file).filter(from => outside.test(from)) : []), []);
});

test('only terminal/ writes to the terminal, and commands what they are asked for', t => {
	const writes = /\b(?:process\.stdout|stdout\.write|process\.stderr|console\.\w+)/g;
	const mayWrite = new Set(['terminal', 'commands', 'cli.ts']);
	// The built-in server is a program of its own: its log goes there.
	const server = path.join('redis', 'built-in-server', 'main.ts');
	t.deepEqual(findings(({name, room, text}) => mayWrite.has(room) || name === server ? [] : text.match(writes) ?? []), []);
});

test('no file is longer than 300 lines', t => {
	t.deepEqual(findings(({text}) => text.trimEnd().split('\n').length > 300 ? [`${text.trimEnd().split('\n').length} lines`] : []), []);
});

/** The names that a statement exports, each with the node whose comment tells of it. */
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

/** Private, or told by the class that it overrides. */
function isHidden(member: ts.ClassElement): boolean {
	return ts.canHaveModifiers(member) && Boolean(ts.getModifiers(member)?.some(({kind}) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.OverrideKeyword));
}

test('everything that is exported says what it is', t => {
	t.deepEqual(findings(({tree}) => tree.statements.flatMap(statement => exportsOf(statement)).filter(([, node]) => ts.getJSDocCommentsAndTags(node).length === 0).map(([name]) => name)), []);
});

test('doc comments have no asterisks before their lines', t => {
	t.deepEqual(findings(({text}) => text.match(/^[\t ]+\* .*$/gm) ?? []), []);
});
