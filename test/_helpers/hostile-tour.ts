import {keys, type TestTerminal} from './terminal.js';

const viewNames = ['Overview', 'Workers', 'Tasks', 'Findings', 'Cost', 'Log'];

/** Whether a view is the one that is open: its name is reversed in the second row. */
function isOpen(name: string): (terminal: TestTerminal) => boolean {
	return terminal => {
		const x = terminal.text()[1]?.indexOf(name) ?? -1;
		return x !== -1 && terminal.cell(x, 1).inverse;
	};
}

/** What the bottom line offers, by where one is. */
const inList = 'n publish';
const inDetails = 'f follow';
const notOpened = 'this row has no details';
const whileFiltering = 'enter keep';

/**
Look at everything that the dashboard can show: every view from its first row to its last, sorted, filtered, and the details of some rows, scrolled and followed. Fails when the dashboard does not follow.
*/
export async function tour(terminal: TestTerminal): Promise<void> {
	for (const [index, name] of viewNames.entries()) {
		terminal.press(String(index + 1));
		await terminal.waitFor(isOpen(name));
		await terminal.waitFor(inList);
		terminal.press('s');
		await terminal.waitFor(/Sorted by|Default order/u);
		terminal.press(`G${keys.pageUp}g${keys.pageDown}j`);
		await terminal.waitFor(inList);
		if (name !== 'Cost' && name !== 'Log') {
			await lookInside(terminal, String(index + 1));
		}

		terminal.press('/');
		await terminal.waitFor(whileFiltering);
		for (const key of 'e1\u001B') {
			terminal.press(key);
		}

		await terminal.waitFor(inList);
	}

	terminal.press('?');
	// The bottom line is painted last: as long as it is the one of a list, the frame is not complete.
	await terminal.waitFor(() => terminal.text().every(row => !row.includes(inList)));
	await terminal.waitFor('this help');
	terminal.press(keys.escape);
	await terminal.waitFor(inList);
}

function isShown(terminal: TestTerminal, text: string): boolean {
	return terminal.text().some(row => row.includes(text));
}

async function lookInside(terminal: TestTerminal, viewKey: string): Promise<void> {
	for (const move of ['', keys.pageDown, 'G']) {
		terminal.press(move);
		// Some rows stand for many things, and have nothing to open; meanwhile the rows move.
		do {
			terminal.press(keys.enter);
			await terminal.waitFor(() => isShown(terminal, inDetails) || isShown(terminal, notOpened));
			if (!isShown(terminal, inDetails)) {
				terminal.press('j');
				await terminal.waitFor(() => !isShown(terminal, notOpened));
			}
		} while (!isShown(terminal, inDetails));

		terminal.press(`${keys.pageDown}Ggf`);
		// Back from however many details: there may have been nothing to follow.
		terminal.press(viewKey);
		await terminal.waitFor(inList);
	}
}
