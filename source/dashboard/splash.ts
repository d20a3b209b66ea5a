import {cleanText} from '../protocol/clean-text.js';

/** Shown until connected, first even without Ink. */
export const splash = [' haiku-swarm', ' Connecting …', ' ? help  q quit'].map(line => cleanText(line));
