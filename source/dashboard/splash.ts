import {cleanText} from '../protocol/clean-text.js';
import type {Line} from '../views/lines.js';

/** Shown until connected, first even without Ink. */
export const splash: readonly Line[] = [
	{text: cleanText(' haiku-swarm'), style: 'plain'},
	{text: cleanText(' Connecting …'), style: 'plain'},
	{text: cleanText(' ? help  q quit'), style: 'plain'},
];
