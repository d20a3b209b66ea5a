--- Release an unfinished task, if the worker still holds it, and record what the attempt cost in any case. After the last attempt, or beyond the limit per task,
--- it is set aside; after any other failed attempt it rests for a while; without an error it is announced at once.
--
-- KEYS[1]  task:<id>:claimed
-- KEYS[2]  swarm:attempts:<id>
-- KEYS[3]  swarm:failed:<id>
-- KEYS[4]  swarm:cancelled:<id>
-- KEYS[5]  swarm:backoff:<id>
-- KEYS[6]  swarm:spent-on:<id>
-- KEYS[7]  swarm:budget
-- KEYS[8]  cost:haiku
-- KEYS[9]  finding:<finding id>
-- KEYS[10] swarm:spent:<finding id>
-- KEYS[11] task:<id>:result
--
-- ARGV[1]  worker id
-- ARGV[2]  task id
-- ARGV[3]  the error, '' if the attempt does not count
-- ARGV[4]  backoff in milliseconds after the first attempt; doubles with each attempt, up to twenty times
-- ARGV[5]  maximum attempts
-- ARGV[6]  finding id
-- ARGV[7]  the finding that reports the attempt, JSON; '' if there is nothing to report
-- ARGV[8]  US dollars that it cost, '' for none
-- ARGV[9]  now, ISO 8601
--
-- Returns resting, announced, set aside, cancelled, or lost (another worker holds it, or it has a result). Safe to repeat: it returns lost and changes nothing.

--- @include add-cost
--- @include usd

local worker, taskId, failure, findingId, finding, cost = ARGV[1], ARGV[2], ARGV[3], ARGV[6], ARGV[7], ARGV[8]

if finding ~= '' and redis.call('SET', KEYS[9], finding, 'NX') then
	redis.call('PUBLISH', 'channel:findings', findingId)
end

local spentOn = 0
local _, isAdded = addCost(KEYS[8], KEYS[10], cost)
if isAdded then
	spentOn = redis.pcall('INCRBYFLOAT', KEYS[6], cost)
	spentOn = type(spentOn) == 'table' and math.huge or tonumber(spentOn)
	redis.call('EXPIRE', KEYS[6], 86400)
end

if redis.pcall('GET', KEYS[1]) ~= worker or redis.call('EXISTS', KEYS[11]) == 1 then
	return 'lost'
end

redis.call('DEL', KEYS[1])
local attempts = redis.pcall('GET', KEYS[2])
attempts = type(attempts) == 'string' and string.match(attempts, '^%d+$') and math.min(tonumber(attempts), tonumber(ARGV[5])) or 0
if failure == '' and attempts > 0 then
	attempts = attempts - 1
	redis.call('SET', KEYS[2], attempts)
end

if redis.call('EXISTS', KEYS[4]) == 1 then
	return 'cancelled'
end

if failure ~= '' then
	local limit = usd(redis.pcall('HGET', KEYS[7], 'per_task_usd'))
	if attempts >= tonumber(ARGV[5]) or (limit and spentOn >= limit) then
		redis.call('SET', KEYS[3], cjson.encode({error = failure, attempts = attempts, worker_id = worker, at = ARGV[9]}))
		return 'set aside'
	end

	local backoffMs = tonumber(ARGV[4]) * math.min(20, 2 ^ math.max(0, attempts - 1))
	if backoffMs > 0 then
		redis.call('SET', KEYS[5], failure, 'PX', math.floor(backoffMs))
		return 'resting'
	end
end

redis.call('PUBLISH', 'channel:tasks', taskId)
return 'announced'
