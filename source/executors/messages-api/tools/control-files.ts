/*
Files that other programs obey: whoever writes them makes git, a shell, an editor, a package manager or an agent run something later, outside of this
confinement. The model may not write them, wherever in the working directory they are.
*/

// A short name that Windows file systems give `.git`.
const gitDirectories = new Set(['.git', 'git~1']);

const controlDirectories = new Set([...gitDirectories, '.claude', '.cursor', '.vscode', '.idea', '.husky', '.devcontainer']);

const controlFiles = new Set(Object.values({
	// A directory with a HEAD can be a repository with a configuration of its own.
	git: ['head', '.gitmodules', '.gitconfig'],
	agents: ['.mcp.json', '.claude.json'],
	shells: ['.bashrc', '.bash_profile', '.bash_login', '.bash_logout', '.profile', '.zshrc', '.zshenv', '.zprofile', '.zlogin', '.zlogout', '.envrc'],
	// They read their options where they run.
	programs: ['.npmrc', '.yarnrc', '.yarnrc.yml', '.pnpmfile.cjs', '.ripgreprc'],
}).flat());

/**
Whether writing this file could make another program run something.

@param relative A path relative to the working directory.
*/
export function isControlFile(relative: string): boolean {
	const parts = relative.split('/').map(part => fold(part));
	return parts.some(part => controlDirectories.has(part)) || controlFiles.has(parts.at(-1) ?? '');
}

/**
Whether this is a git directory or lies in one. There can be passwords in its configuration; what is of use in it, the git tool shows.

@param relative A path relative to the working directory.
*/
export function isGitInternal(relative: string): boolean {
	return relative.split('/').some(part => gitDirectories.has(fold(part)));
}

/** As file systems compare names that do not care for case, or ignore characters that nobody sees. */
function fold(name: string): string {
	return name.normalize('NFKC').replaceAll(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '').toLowerCase().replace(/[. ]+$/u, '');
}
