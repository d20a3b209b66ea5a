import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';

/** A Lua script. Servers know it by its `sha1`. */
export type Script = {readonly name: string; readonly lua: string; readonly sha1: string};

/** Load a script of `scripts/`, which lies beside this file (built: beside the bundle). Its name ends in its number of keys, `n` for any. A line `--- @include name` stands for `shared/name.lua`. */
export function loadScript(name: string): Script {
	return makeScript(name, readLua(name).replaceAll(/^--- @include (.+)\n/gmu, (_, shared: string) => readLua(`shared/${shared}`)));
}

function readLua(name: string): string {
	return readFileSync(new URL(`scripts/${name}.lua`, import.meta.url), 'utf8');
}

/** Load a script to be typed into a shell between single quotes, as in a prompt: without the comment at its head, trimmed, and indented. */
export function loadTypedScript(name: string): Script {
	const typed = loadScript(name).lua.replace(/^(?:--.*\n)+/, '').trim();
	return makeScript(name, typed.replaceAll('\n', '\n\t'));
}

/** A script from its text. */
export function makeScript(name: string, lua: string): Script {
	return {name, lua, sha1: createHash('sha1').update(lua).digest('hex')};
}
