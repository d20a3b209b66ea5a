import {readFileSync} from 'node:fs';

/** A Lua script and its name. */
export type Script = {
	readonly name: string;
	readonly lua: string;
};

/**
Load a script of `scripts/`, which lies beside this file (built: beside the bundle). Its name ends in its number of keys, `n` for any.
*/
export function loadScript(name: string): Script {
	return {name, lua: readFileSync(new URL(`scripts/${name}.lua`, import.meta.url), 'utf8')};
}
