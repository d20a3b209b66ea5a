import {startRedis, type RedisServer} from '../test/_helpers/redis-server.js';
import {median, type Measurement} from './measurement.js';

/** The two servers that are compared: ours, and the real one. */
export const sides = ['embedded', 'redis'] as const;

/** One of the two. */
export type Side = (typeof sides)[number];

/** Something of both. */
export type Pair<Of> = Readonly<Record<Side, Of>>;

/** How both keep what they are told: as the server is run that the program starts for itself. */
export const logConfig = ['appendonly yes', 'appendfsync everysec'] as const;

/** What one run came to. */
export type Sample = {
	/** The figure itself: how many a second, or how long. */
	readonly value: number;
	/** CPU time of the server in microseconds, for each thing that was done. Processes of its own that it starts do not count. */
	readonly serverMicros: number;
	/** The same of those who asked for it. */
	readonly loadMicros: number;
};

/** Start both, each with a log in its own directory, and do something with them. */
export async function withPair<Result>(doing: (pair: Pair<RedisServer>) => Promise<Result>): Promise<Result> {
	const embedded = await startRedis({kind: 'embedded', config: logConfig});
	try {
		const redis = await startRedis({kind: 'redis', config: logConfig});
		try {
			return await doing({embedded, redis});
		} finally {
			await redis.stop();
		}
	} finally {
		await embedded.stop();
	}
}

/** Measure both in turns, after a run of each that is not counted. Who comes first changes from round to round. */
export async function inTurns<Of>(rounds: number, measure: (side: Side) => Promise<Of>): Promise<Pair<readonly Of[]>> {
	const all: Pair<Of[]> = {embedded: [], redis: []};
	for (let round = 0; round <= rounds; round++) {
		for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
			const sample = await measure(side);
			if (round > 0) {
				all[side].push(sample);
			}
		}
	}

	return all;
}

/**
The figure of ours as a multiple of the other's: the median over the rounds, because the machine is not as fast in one round as in another.

@param unit Of the figures themselves.
*/
export function compare(what: string, samples: Pair<readonly Sample[]>, unit: string, judged: Pick<Measurement, 'goal' | 'better'>): Measurement {
	const ratios = samples.embedded.map(({value}, round) => value / samples.redis[round]!.value);
	const middle = (side: Side, field: keyof Sample) => median(samples[side].map(sample => sample[field]));
	const both = (field: keyof Sample, digits: number) => `${middle('embedded', field).toFixed(digits)} against ${middle('redis', field).toFixed(digits)}`;
	const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)} in ${ratios.length} rounds`;
	return {
		what,
		value: median(ratios),
		unit: 'x',
		...judged,
		note: `${spread}; ${both('value', 0)} ${unit}; CPU for each: server ${both('serverMicros', 1)} µs, load ${both('loadMicros', 1)} µs`,
	};
}
