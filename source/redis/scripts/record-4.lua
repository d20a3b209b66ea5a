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
-- Returns recorded, or uncounted (cost:haiku is not a number). Safe to repeat: it returns recorded and changes nothing.

--- @include add-cost

if not redis.call('SET', KEYS[1], ARGV[2], 'NX') then
	return 'recorded'
end

local isCounted = addCost(KEYS[3], KEYS[2], ARGV[3])
local time = redis.call('TIME')
redis.pcall('ZADD', KEYS[4], time[1] * 1000 + math.floor(time[2] / 1000), ARGV[1])
redis.call('PUBLISH', 'channel:findings', ARGV[1])
return isCounted and 'recorded' or 'uncounted'
