--- Read the beginnings of many values of any type.
--
-- KEYS     any number of keys
-- ARGV[1]  bytes to read of a text
-- ARGV[2]  bytes to read of the end of a longer text
-- ARGV[3]  '1': also return the time to live of each key
--
-- Returns {values, ttls}. A value is a whole text, false (no such key), or one of
--   {1, bytes, beginning, end}          a longer text
--   {2, bytes, field, value, …}         a hash
--   {3, type}                           any other type
-- ttls are in milliseconds, -1 without expiry, -2 without key; empty unless asked for.

local limit = tonumber(ARGV[1])
local tailLength = tonumber(ARGV[2])
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

	return {2, bytes, unpack(flat, 1, math.min(#flat, 4 * maxFields))}
end

for index, key in ipairs(KEYS) do
	local text = redis.pcall('GETRANGE', key, 0, limit)
	if type(text) == 'table' then
		local kind = redis.call('TYPE', key)['ok']
		values[index] = kind == 'hash' and readHash(key) or {3, kind}
	elseif #text > limit then
		local bytes = redis.call('STRLEN', key)
		values[index] = {1, bytes, string.sub(text, 1, limit), redis.call('GETRANGE', key, math.max(limit, bytes - tailLength), -1)}
	elseif #text == 0 and redis.call('EXISTS', key) == 0 then
		values[index] = false
	else
		values[index] = text
	end

	if ARGV[3] == '1' then
		ttls[index] = redis.call('PTTL', key)
	end
end

return {values, ttls}
