import {useInput} from 'ink';
import {useCallback, useEffect} from 'react';
import {keyNames, type InkKey} from './keys.js';

/** Who hears the keyboard. */
export type KeyListener = {
	/** Gets every key by its name, in order. */
	press(key: string): void;
	/** Gets pasted texts. */
	paste(text: string): void;
};

/**
Hear the keyboard.

@param listener Always the same one: between two subscriptions a key would be lost.
@param subscribePaste How pasted texts are heard; returns how that ends.
*/
export function useKeyboard(listener: KeyListener, subscribePaste: (listener: (text: string) => void) => () => void): void {
	useInput(useCallback((input: string, key: InkKey) => {
		for (const name of keyNames(input, key)) {
			listener.press(name);
		}
	}, [listener]));
	useEffect(() => subscribePaste(text => {
		listener.paste(text);
	}), [listener, subscribePaste]);
}
