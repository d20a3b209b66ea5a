/** A function for each kind of a value. `Args`: what it gets beside the value. */
export type Handlers<Tag extends string, Value extends Readonly<Record<Tag, string>>, Result, Args extends readonly unknown[] = []> = {
	readonly [Kind in Value[Tag]]: (value: Extract<Value, Readonly<Record<Tag, Kind>>>, ...args: Args) => Result
};

/**
Call the function for the kind of a value. The compiler checks that there is one for each kind.

@param tag The property that tells the kinds of the union apart, such as `type`.
@param handlers Where it is called for every key or event, a constant of the module: making the functions anew costs ten times as much as the call.
*/
export function match<Tag extends string, Value extends Readonly<Record<Tag, string>>, Result, Args extends readonly unknown[] = []>(
	tag: Tag,
	value: Value,
	handlers: Handlers<Tag, Value, Result, Args>,
	...args: Args
): Result {
	return (handlers[value[tag]] as (value: Value, ...args: Args) => Result)(value, ...args);
}
