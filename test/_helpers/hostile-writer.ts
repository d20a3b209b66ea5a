import type {Buffer} from 'node:buffer';
import {Redis} from 'ioredis';
import {channels, keys} from '../../source/protocol/redis-keys.js';
import type {Random} from './hostile-random.js';
import {
	hostileAnnouncement, hostileMessage, hostileWrite, type Write,
} from './hostile-writes.js';

const perBatch = 250;

/**
Writes hostile values and messages, and knows what has to be counted in the end.
*/
export class HostileWriter {
	/** Ids of findings that exist and are never deleted: what announcements may name. */
	readonly #staying: string[] = [];
	readonly #stayingKeys = new Set<string>();
	readonly #unheardOf = new Set<string>();
	readonly #random: Random;
	readonly #redis: Redis;

	/** @param port Of the server on 127.0.0.1. */
	constructor(random: Random, port: number) {
		this.#random = random;
		this.#redis = new Redis({port, host: '127.0.0.1'});
	}

	/** Write values while nobody looks. */
	async fill(count: number): Promise<void> {
		await this.#send(count, () => this.#values());
	}

	/** Write values, announce some of them before or after, and send junk on every channel. */
	async harass(count: number): Promise<void> {
		await this.#send(count, () => {
			const random = this.#random;
			if (random.chance(0.08)) {
				return [hostileMessage(random)];
			}

			if (random.chance(0.08)) {
				const {write, heardId} = hostileAnnouncement(random, this.#unheardOf.size, this.#staying);
				if (heardId !== null) {
					this.#unheardOf.add(heardId);
				}

				return [write];
			}

			const [write] = this.#values();
			const id = write ? this.#stay(write) : null;
			if (!write || id === null || random.chance(0.5)) {
				return write ? [write] : [];
			}

			const announcement: Write = ['PUBLISH', channels.findings, id];
			return random.chance(0.5) ? [write, announcement] : [announcement, write];
		});
	}

	/** What has to be counted: keys of findings, and announcements of findings that have no key. */
	async expected(): Promise<{readonly keys: number; readonly heardOnly: number}> {
		const keys = await this.#redis.keys('finding:*');
		return {keys: keys.length, heardOnly: this.#unheardOf.size};
	}

	/** Ids of some findings. */
	someIds(count: number): readonly string[] {
		return this.#random.times(count, () => this.#random.pick(this.#staying));
	}

	/** Let go of the server. */
	close(): void {
		this.#redis.disconnect();
	}

	#values(): readonly Write[] {
		const write = hostileWrite(this.#random);
		const [command, key] = write;
		if (command === 'DEL' && this.#stayingKeys.has(String(key))) {
			return [];
		}

		this.#stay(write);
		return [write];
	}

	/** Remember the id of a finding that was written. `null`: it is none, or it is gone. */
	#stay([command, key]: Write): string | null {
		const stored = String(key).toWellFormed();
		if (command === 'DEL' || !stored.startsWith(keys.finding(''))) {
			return null;
		}

		const id = stored.slice(keys.finding('').length);
		if (!this.#stayingKeys.has(stored)) {
			this.#stayingKeys.add(stored);
			this.#staying.push(id);
		}

		return id;
	}

	async #send(count: number, make: () => readonly Write[]): Promise<void> {
		for (let sent = 0; sent < count; sent += perBatch) {
			const pipeline = this.#redis.pipeline();
			for (const [command, ...parts] of this.#random.times(Math.min(perBatch, count - sent), make).flat()) {
				pipeline.call(command, ...parts as Array<string | Buffer>);
			}

			// Redis refuses some of them, for the type of what is there.
			await pipeline.exec();
		}
	}
}
