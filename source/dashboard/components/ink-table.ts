/**
Loads ink-table. It is CommonJS and requires Ink, an ES module with top-level await, which cannot be required. So the imported Ink is put into the cache of `require`, and ink-table is required from this same module.
*/
import {createRequire} from 'node:module';
import * as ink from 'ink';
import type {Component, PropsWithChildren, ReactElement} from 'react';

const require = createRequire(import.meta.url);
const inkPath = require.resolve('ink');
require.cache[inkPath] ??= {
	id: inkPath, filename: inkPath, loaded: true, exports: ink,
} as unknown as NodeJS.Module;

/** What one line of a table is drawn from: a text for each column. */
export type LineProps = {
	readonly key: string;
	readonly data: Readonly<Record<string, string>>;
	readonly columns: ReadonlyArray<{readonly key: string; readonly column: string; readonly width: number}>;
};

type Drawn = (props: PropsWithChildren) => ReactElement;
type Line = (props: LineProps) => ReactElement;

/** The part of ink-table's component that a subclass uses. Its own types target an older React. */
type TableComponent<Props> = Component<Props> & {
	readonly heading: Line;
	/** The line below the headings. */
	readonly separator: Line;
	getColumns(): LineProps['columns'];
	getHeadings(): LineProps['data'];
};

/** The table component of ink-table. It keeps the parts that its constructor is given. */
export const {default: InkTable} = require('ink-table') as {
	readonly default: new <Props>(props: Props & {readonly data: readonly []; readonly header: Drawn; readonly skeleton: Drawn}) => TableComponent<Props>;
};
