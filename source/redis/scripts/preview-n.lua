--- Read the beginnings of many values of any type.
--
-- KEYS     any number of keys
-- ARGV[1]  bytes to read of a text
-- ARGV[2]  bytes to read of the end of a longer text
--
-- Returns {values, ttls}. A value is a whole text, false (no such key), or one of
--   {'string', bytes, beginning, end}   a longer text
--   {'hash', bytes, field, value, …}
--   {type}                              any other type
-- ttls are in milliseconds, -1 without expiry, -2 without key.

local limit, tailLength = tonumber(ARGV[1]), tonumber(ARGV[2])
local maxFields = 64
local values = {}
local ttls = {}

local function readHash(key)
	local flat
	if redis.call('HLEN', key) <= maxFields then
		flat = redis.call('HGETALL', key)
	else
		flat = redis.call('HSCAN', key, '0', 'COUNT', maxFields)[2]
	end

	local bytes = 0
	for index, text in ipairs(flat) do
		bytes = bytes + #text
		flat[index] = string.sub(text, 1, limit)
	end

	return {'hash', bytes, unpack(flat, 1, math.min(#flat, 4 * maxFields))}
end

for index, key in ipairs(KEYS) do
	ttls[index] = redis.call('PTTL', key)
	local text = ttls[index] ~= -2 and redis.pcall('GETRANGE', key, 0, limit)
	values[index] = text
	if type(text) == 'table' then
		local kind = redis.call('TYPE', key).ok
		values[index] = kind == 'hash' and readHash(key) or {kind}
	elseif text and #text > limit then
		local bytes = redis.call('STRLEN', key)
		values[index] = {'string', bytes, string.sub(text, 1, limit), redis.call('GETRANGE', key, math.max(limit, bytes - tailLength), -1)}
	end
end

return {values, ttls}
