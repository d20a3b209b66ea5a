import type {DataCommand} from './command.js';
import {counterCommands} from './commands/counters.js';
import {expiryCommands} from './commands/expiry.js';
import {hashCounterCommands} from './commands/hashes-counters.js';
import {hashRandomCommands} from './commands/hashes-random.js';
import {hashCommands} from './commands/hashes.js';
import {keyCommands} from './commands/keys.js';
import {listItemCommands} from './commands/lists-items.js';
import {listMoveCommands} from './commands/lists-move.js';
import {listCommands} from './commands/lists.js';
import {publishCommands} from './commands/publish.js';
import {scanCommands} from './commands/scan.js';
import {setRandomCommands} from './commands/sets-random.js';
import {setsTogetherCommands} from './commands/sets-together.js';
import {setCommands} from './commands/sets.js';
import {sortedSetAddCommands} from './commands/sorted-sets-add.js';
import {sortedSetRangeCommands} from './commands/sorted-sets-range.js';
import {sortedSetRemoveCommands} from './commands/sorted-sets-remove.js';
import {sortedSetsTogetherCommands} from './commands/sorted-sets-together.js';
import {sortedSetCommands} from './commands/sorted-sets.js';
import {streamCommands} from './commands/streams.js';
import {stringSetCommands} from './commands/strings-set.js';
import {stringCommands} from './commands/strings.js';

/** All commands that work on keys, by their names in small letters. */
export const dataCommands: ReadonlyMap<string, DataCommand> = new Map([
	stringCommands,
	stringSetCommands,
	counterCommands,
	keyCommands,
	expiryCommands,
	scanCommands,
	publishCommands,
	streamCommands,
	hashCommands,
	hashCounterCommands,
	hashRandomCommands,
	listCommands,
	listItemCommands,
	listMoveCommands,
	setCommands,
	setRandomCommands,
	setsTogetherCommands,
	sortedSetCommands,
	sortedSetAddCommands,
	sortedSetRangeCommands,
	sortedSetRemoveCommands,
	sortedSetsTogetherCommands,
].flat().map(command => [command.name, command]));
