/**
The Redis that the built-in server follows in every reply.
*/
export const imitatedVersion = '7.0.15';

/**
Whether a Redis of this version (`7.0.15`) is new enough: 6.2 has what is needed, `CLIENT TRACKING`, `SET … GET` and optional bind addresses. Valkey began at 7.2, so that all of its versions are.
*/
export function isNewEnough(version: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major > 6 || (major === 6 && minor >= 2);
}
