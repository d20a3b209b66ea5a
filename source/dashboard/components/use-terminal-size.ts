import {useStdout} from 'ink';
import {useEffect, useState} from 'react';

/** The size of the terminal, followed. */
export function useTerminalSize(): {readonly width: number; readonly height: number} {
	const {stdout} = useStdout();
	const [size, setSize] = useState({width: stdout.columns, height: stdout.rows});
	useEffect(() => {
		const onResize = () => {
			setSize({width: stdout.columns, height: stdout.rows});
		};

		stdout.on('resize', onResize);
		return () => {
			stdout.off('resize', onResize);
		};
	}, [stdout]);
	return size;
}
