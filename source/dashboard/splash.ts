import {cleanText} from '../protocol/clean-text.js';
import type {Line} from '../views/lines.js';

/** What is shown before there is a link, and even before there is anything to lay it out. */
export const splash: readonly Line[] = [
	{text: cleanText(' haiku-swarm'), style: 'plain'},
	{text: cleanText(' Looking for the swarm ...'), style: 'plain'},
	{text: cleanText(' ? help  q quit'), style: 'plain'},
];
