--- Write a finding that answers no task, announce it, and add its cost.
--
-- KEYS[1]  finding:<finding id>
-- KEYS[2]  swarm:spent:<finding id>
-- KEYS[3]  cost:haiku
-- KEYS[4]  swarm:findings
-- ARGV[1]  finding id
-- ARGV[2]  the finding, JSON
-- ARGV[3]  US dollars that it cost, '' for none
--
-- Returns recorded, or uncounted (cost:haiku holds no number to add to). Sent twice, it says recorded again and does nothing.

if not redis.call('SET', KEYS[1], ARGV[2], 'NX') then
	return 'recorded'
end

local counted = true
if ARGV[3] ~= '' and redis.call('SET', KEYS[2], '1', 'NX', 'EX', 86400) then
	counted = type(redis.pcall('INCRBYFLOAT', KEYS[3], ARGV[3])) ~= 'table'
end

local time = redis.call('TIME')
redis.pcall('ZADD', KEYS[4], time[1] * 1000 + math.floor(time[2] / 1000), ARGV[1])
redis.call('PUBLISH', 'channel:findings', ARGV[1])
return counted and 'recorded' or 'uncounted'
