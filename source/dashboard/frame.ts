import {cleanText} from '../protocol/clean-text.js';
import type {Snapshot} from '../store/snapshot.js';
import type {TaskFacts, WorkerFacts} from '../swarm/actions/action.js';
import {views} from '../views/view-list.js';
import type {TableWindow, Target, View} from '../views/define-view.js';
import {wrapLines, type Line} from '../views/lines.js';
import {headerValues, type HeaderValue} from './components/header.js';
import type {Details} from './details/detail-lines.js';
import {detailsOf, type Loaded} from './details/details.js';
import type {ListState, ViewState} from './view-state.js';

/** The visible part of a list. */
export type ListBody = TableWindow & {
	readonly kind: 'list';
	readonly summary: readonly Line[];
	/** Whether there is room for a line below the headings. */
	readonly hasRule: boolean;
	/** Shown if there are no rows. */
	readonly empty: string;
	/** Rows per page. */
	readonly page: number;
	/** All rows, visible or not. */
	readonly count: number;
	/** The index of the selected row. */
	readonly index: number;
	/** The id of the row at an index, or `null`. */
	readonly idAt: (index: number) => string | null;
};

/** A text that scrolls: details, or the help. */
export type TextBody = Details & {
	readonly kind: 'text';
	/** The first visible line. */
	readonly from: number;
	/** The last scroll position. */
	readonly lastFrom: number;
};

/** The size of the body. */
export type Size = {readonly width: number; readonly height: number};

/** Everything on the screen, computed once, so that components and keys always agree. */
export type Frame = {
	readonly snapshot: Snapshot;
	readonly state: ViewState;
	readonly size: Size;
	readonly header: readonly HeaderValue[];
	/** `null` under a form or question. */
	readonly body: ListBody | TextBody | null;
	/** What the open details are about, else the selected row. */
	readonly target: Target | null;
	/** What the snapshot knows about the target, if it is a task or a worker. */
	readonly facts: TaskFacts | WorkerFacts | null;
	/** Everything visible that comes from the snapshot, as one text. */
	readonly text: string;
};

type Texts = {readonly loaded: Loaded; readonly help: readonly Line[]};

const minRows = 3;

/** Compose a frame. @param texts Texts that are not in the snapshot. */
export function composeFrame(snapshot: Snapshot, state: ViewState, size: Size, texts: Texts): Frame {
	const header = headerValues(snapshot);
	const {body, target, text} = composeBody(snapshot, state, size, texts);
	return {
		snapshot, state, size, header, body, target, facts: factsOf(target, snapshot) ?? null, text: [...header.map(value => value.text), ...text].join('\n'),
	};
}

/** What the snapshot knows about a target. `undefined`: it is gone, or no action applies to its kind. */
export function factsOf(target: Target | null, {tasks, workers}: Snapshot): TaskFacts | WorkerFacts | undefined {
	const rows: ReadonlyArray<TaskFacts | WorkerFacts> = target?.kind === 'task' ? tasks.items : (target?.kind === 'worker' ? workers.items : []);
	return rows.find(({id}) => id === target?.id);
}

type Body = Pick<Frame, 'body' | 'target'> & {readonly text: readonly string[]};

function composeBody(snapshot: Snapshot, {view, lists, details: open, layer}: ViewState, size: Size, {loaded, help}: Texts): Body {
	if (layer.kind === 'help') {
		return {body: textBody({title: cleanText('Keys'), lines: help, next: null}, layer.scroll, size), target: null, text: []};
	}

	if (layer.kind === 'form' || layer.kind === 'question') {
		return {body: null, target: null, text: []};
	}

	const topmost = open.at(-1);
	if (topmost) {
		const details = detailsOf(topmost.target, snapshot, loaded);
		return {body: textBody(details, topmost.scroll, size), target: topmost.target, text: details.lines.map(line => line.text)};
	}

	const list = lists[view]!;
	const body = listBody(snapshot, views[view]!, list, size);
	return {
		body,
		target: views[view]!.targetAt(snapshot, list, body.index),
		text: [body.idAt(body.index) ?? '', ...body.summary.map(line => line.text), ...body.rows.map(({id, cells}) => [id, ...cells.map(cell => cell.text)].join('\t'))],
	};
}

function textBody(details: Details, scroll: number, {width, height}: Size): TextBody {
	const lines = wrapLines(details.lines, width - 2);
	const lastFrom = Math.max(0, lines.length - Math.max(1, height - 1));
	return {
		...details, kind: 'text', lines, from: Math.min(scroll, lastFrom), lastFrom,
	};
}

function listBody(snapshot: Snapshot, view: View, list: ListState, size: Size): ListBody {
	const wanted = view.summary(snapshot, size);
	const {summary, hasRule, rows: page} = shareHeight(size.height, wanted.length);
	const count = view.count(snapshot, list);
	const found = list.selectedId === null ? 0 : view.indexOf(snapshot, list, list.selectedId);
	const index = found === -1 ? Math.max(0, Math.min(list.index, count - 1)) : found;
	// The selected row stands in the middle, except near the ends of the list.
	const from = Math.max(0, Math.min(index - Math.floor(page / 2), count - page));
	const {columns, rows} = view.window(snapshot, list, {from, count: page, width: size.width - 2});
	return {
		kind: 'list', summary: wanted.slice(0, summary), hasRule, columns, rows, empty: view.emptyText(snapshot, list), page, count, index, idAt: at => view.idAt(snapshot, list, at),
	};
}

/** Share the height. If it is short, the line below the headings goes first, then the summary shrinks. */
function shareHeight(height: number, wanted: number): {readonly summary: number; readonly hasRule: boolean; readonly rows: number} {
	const hasRule = height >= minRows + 4;
	const headings = hasRule ? 2 : 1;
	const summary = Math.max(0, Math.min(wanted, height - headings - minRows));
	return {summary, hasRule, rows: Math.max(1, height - headings - summary)};
}
