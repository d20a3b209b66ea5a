--- Answer tasks: finding, result, cost and both announcements in one step. Refused, but for the cost, which was paid all the same, if the claim passed to
--- another worker or the task is answered already.
--
-- KEYS[1]  cost:haiku
-- KEYS[2]  swarm:findings
-- then for each task
--   task:<id>:claimed
--   task:<id>:result
--   finding:<finding id>
--   swarm:spent:<finding id>
--
-- ARGV[1]  our worker id
-- ARGV[2]  milliseconds for which the task stays claimed where the claim ran out, so that an announcement that somebody hears late starts nothing
-- then for each task
--   task id
--   finding id
--   the finding, JSON
--   US dollars that it cost, '' for none
--
-- Returns for each task, in order: done, refused, or uncounted (done, but cost:haiku holds no number to add to). Sent twice, it says done again and does nothing.

local worker = ARGV[1]
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)

-- Milliseconds and id of each new finding.
local index = {}

local function complete(key, argument)
	local claimed, result, finding, spent = KEYS[key], KEYS[key + 1], KEYS[key + 2], KEYS[key + 3]
	local taskId, findingId, json, usd = ARGV[argument], ARGV[argument + 1], ARGV[argument + 2], ARGV[argument + 3]
	-- What is of another type comes as nothing here, and is left alone by NX below.
	local seen = redis.call('MGET', result, claimed)
	local answer, holder = seen[1], seen[2]
	if answer == findingId then
		return 'done'
	end

	local counted = true
	if usd ~= '' and redis.call('SET', spent, worker, 'NX', 'EX', 86400) then
		counted = type(redis.pcall('INCRBYFLOAT', KEYS[1], usd)) ~= 'table'
	end

	if answer or (holder and holder ~= worker) or (not holder and not redis.call('SET', claimed, worker, 'NX', 'PX', ARGV[2])) then
		return 'refused'
	end

	if not redis.call('SET', result, findingId, 'NX') then
		return 'refused'
	end

	redis.call('SET', finding, json)
	index[#index + 1] = nowMs
	index[#index + 1] = findingId
	redis.call('PUBLISH', 'channel:findings', findingId)
	redis.call('PUBLISH', 'channel:completions', taskId)
	return counted and 'done' or 'uncounted'
end

local replies = {}
local argument = 3
for key = 3, #KEYS, 4 do
	replies[#replies + 1] = complete(key, argument)
	argument = argument + 4
end

if #index > 0 then
	redis.pcall('ZADD', KEYS[2], unpack(index))
end

return replies
