/** Call the function for the kind of a value. The compiler checks that there is one for each kind. @param tag The property that tells the kinds of the union apart, such as `type`. */
export function match<Tag extends string, Value extends Readonly<Record<Tag, string>>, Result>(
	tag: Tag,
	value: Value,
	handlers: {readonly [Kind in Value[Tag]]: (value: Extract<Value, Readonly<Record<Tag, Kind>>>) => Result},
): Result {
	return (handlers[value[tag]] as (value: Value) => Result)(value);
}
