import process from 'node:process';

// Files, locale, proxies and certificates.
const common = [
	['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'LC_*', 'TERM', 'TZ', 'TMPDIR'],
	['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'XDG_RUNTIME_DIR'],
	['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'],
	['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'],
].flat();

// For the swarm and the librarian only.
const forbidden = /^(?:REDIS|VALKEY|GEMINI)(?:_|CLI|$)|^GOOGLE_\w*KEY/u;

/**
The environment of a program that executes tasks: only listed variables, and never the address of Redis or the librarian's keys, even if listed in `more`.

@param more Names of further variables; a `*` at the end matches any suffix.
@param own The environment to choose from. Default: that of this process.
*/
export function childEnvironment(more: readonly string[] = [], own: NodeJS.ProcessEnv = process.env): Record<string, string> {
	const allowed = [...common, ...more];
	const isAllowed = (name: string) => !forbidden.test(name) && allowed.some(pattern => pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern);
	return Object.fromEntries(Object.entries(own).flatMap(([name, value]) => value !== undefined && isAllowed(name) ? [[name, value]] : []));
}
