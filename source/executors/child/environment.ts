import process from 'node:process';

// What programs need to find their files, speak the user's language and reach the network through a proxy.
const always = [
	['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'LC_*', 'TERM', 'TZ', 'TMPDIR'],
	['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'XDG_RUNTIME_DIR'],
	['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'],
	['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'],
].flat();

// The swarm's own, and the librarian's. A worker's model has no use for them.
const never = /^(?:REDIS|VALKEY|GEMINI)(?:_|CLI|$)|^GOOGLE_\w*KEY/u;

/**
The environment of a program that works on a task: what is on a list, and nothing else of ours. The address of Redis and the librarian's keys are never in it, not even where they are asked for.

@param more Names of variables beside those that every program needs; one that ends with `*` stands for all that begin so.
@param own What is chosen from. Default: the environment of this process.
*/
export function childEnvironment(more: readonly string[] = [], own: NodeJS.ProcessEnv = process.env): Record<string, string> {
	const allowed = [...always, ...more];
	const isAllowed = (name: string) => !never.test(name) && allowed.some(pattern => pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern);
	const environment: Record<string, string> = {};
	for (const [name, value] of Object.entries(own)) {
		if (value !== undefined && isAllowed(name)) {
			environment[name] = value;
		}
	}

	return environment;
}
