--- Complete tasks: finding, result, cost and both announcements in one step. If the claim passed to another worker, or the task has a result, only the cost
--- is added, because it was paid.
--
-- KEYS[1]  cost:haiku
-- KEYS[2]  swarm:findings
-- then for each task
--   task:<id>:claimed
--   task:<id>:result
--   finding:<finding id>
--   swarm:spent:<finding id>
--
-- ARGV[1]  worker id
-- ARGV[2]  milliseconds for which a task whose claim expired is claimed again, so that nobody starts it on a late announcement
-- then for each task
--   task id
--   finding id
--   the finding, JSON
--   US dollars that it cost, '' for none
--
-- Returns done, refused, or uncounted (done, but cost:haiku is not a number) for each task, in order. Safe to repeat: it returns done and changes nothing.

--- @include add-cost

local worker = ARGV[1]
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)

-- Time and id of each new finding, for the index.
local index = {}

local function complete(at)
	local claimed, result, finding, spent = KEYS[at], KEYS[at + 1], KEYS[at + 2], KEYS[at + 3]
	local taskId, findingId, json, cost = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
	-- MGET returns nothing for keys of another type, and NX leaves them alone.
	local seen = redis.call('MGET', result, claimed)
	local answer, holder = seen[1], seen[2]
	if answer == findingId then
		return 'done'
	end

	local isCounted = addCost(KEYS[1], spent, cost)
	local isOurs = not answer and (holder == worker or (not holder and redis.call('SET', claimed, worker, 'NX', 'PX', ARGV[2])))
	if not isOurs or not redis.call('SET', result, findingId, 'NX') then
		return 'refused'
	end

	redis.call('SET', finding, json)
	index[#index + 1] = nowMs
	index[#index + 1] = findingId
	redis.call('PUBLISH', 'channel:findings', findingId)
	redis.call('PUBLISH', 'channel:completions', taskId)
	return isCounted and 'done' or 'uncounted'
end

local replies = {}
for at = 3, #KEYS, 4 do
	replies[#replies + 1] = complete(at)
end

if #index > 0 then
	redis.pcall('ZADD', KEYS[2], unpack(index))
end

return replies
