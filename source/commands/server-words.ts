import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import {describeAddress} from '../redis/address.js';
import type {Connection} from '../redis/connection.js';
import type {OwnServer} from '../redis/own-server.js';
import {describeServer, embeddedServerNote} from '../text/server-text.js';

/** What people should know of the server that is used. */
export type ServerWords = {
	/** That it was started here, and where its data is; `null` where it ran before. */
	readonly started: CleanText | null;

	/** What is different with it, and what it has lost. */
	readonly warnings: readonly CleanText[];
};

/** Say which server is used, where that is not plain. */
export function serverWords({server, address}: Connection, ownServer: OwnServer | null): ServerWords {
	return {
		started: ownServer && clean`${describeAddress(address)}  ${describeServer(server)}${server.name === 'embedded' ? '' : ` (${ownServer.binary})`}, data in ${ownServer.directory}`,
		warnings: [...(server.name === 'embedded' ? [embeddedServerNote] : []), ...(ownServer?.warnings ?? [])].map(text => cleanText(text)),
	};
}

/** Tell when the server that was started here has ended, though nobody here has stopped it. */
export async function tellWhenEnded({ended, logFile}: OwnServer, tell: (text: CleanText) => void): Promise<void> {
	const {isByItself} = await ended;
	if (isByItself) {
		tell(clean`The server keeps crashing; see ${logFile}. Its data is kept; quit and start again to go on.`);
	}
}
