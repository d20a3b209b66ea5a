import type {NativeScript} from './native-script.js';

/** All scripts of ours. */
export const nativeScripts: readonly NativeScript[] = [];
