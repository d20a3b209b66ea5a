import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';

/** A Lua script and its name. */
export type Script = {
	readonly name: string;
	readonly lua: string;
	/** By which a server knows it. */
	readonly sha1: string;
};

/**
Load a script of `scripts/`, which lies beside this file (built: beside the bundle). Its name ends in its number of keys, `n` for any.
*/
export function loadScript(name: string): Script {
	return makeScript(name, readFileSync(new URL(`scripts/${name}.lua`, import.meta.url), 'utf8'));
}

/** A script with its name by which a server knows it. */
export function makeScript(name: string, lua: string): Script {
	return {name, lua, sha1: createHash('sha1').update(lua).digest('hex')};
}
