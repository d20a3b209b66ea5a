/*
Control files: files that make git, a shell, an editor, a package manager or an agent run something later, outside of this confinement. The model may not write them, wherever in the working directory they are.
*/

// The second is the short name of `.git` on Windows file systems.
const gitDirectories = new Set(['.git', 'git~1']);

const controlDirectories = new Set([...gitDirectories, '.claude', '.cursor', '.vscode', '.idea', '.husky', '.devcontainer']);

const controlFiles = new Set(Object.values({
	// A directory with a HEAD can be a repository with its own configuration.
	git: ['head', '.gitmodules', '.gitconfig'],
	agents: ['.mcp.json', '.claude.json'],
	shells: ['.bashrc', '.bash_profile', '.bash_login', '.bash_logout', '.profile', '.zshrc', '.zshenv', '.zprofile', '.zlogin', '.zlogout', '.envrc'],
	// Options of programs that run in the working directory.
	programs: ['.npmrc', '.yarnrc', '.yarnrc.yml', '.pnpmfile.cjs', '.ripgreprc'],
}).flat());

/** Whether a path, relative to the working directory, is that of a control file. */
export function isControlFile(relative: string): boolean {
	const parts = relative.split('/').map(part => fold(part));
	return parts.some(part => controlDirectories.has(part)) || controlFiles.has(parts.at(-1) ?? '');
}

/** Whether a relative path is a git directory or in one. Its configuration may hold passwords, and the git tool shows the rest. */
export function isGitInternal(relative: string): boolean {
	return relative.split('/').some(part => gitDirectories.has(fold(part)));
}

/** As file systems compare names that ignore case and invisible characters. */
function fold(name: string): string {
	return name.normalize('NFKC').replaceAll(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '').toLowerCase().replace(/[. ]+$/u, '');
}
