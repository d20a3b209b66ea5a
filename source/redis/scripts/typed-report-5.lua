--- Complete a task: finding, result, cost and both announcements in one step. The cost is added even if the claim passed to another worker or the task has
--- a result. Models type what follows into a shell, within single quotes.
--
-- KEYS[1]  task:<id>:claimed
-- KEYS[2]  finding:<finding id>
-- KEYS[3]  task:<id>:result
-- KEYS[4]  cost:haiku
-- KEYS[5]  swarm:spent:<finding id>
-- ARGV[1]  worker id
-- ARGV[2]  task id
-- ARGV[3]  finding id
-- ARGV[4]  now, ISO 8601
-- ARGV[5]  tokens read and written, a JSON number
-- ARGV[6]  US dollars that it cost, a JSON number
-- ARGV[7]  the finding, a JSON object; control characters become spaces, because models forget to escape line breaks
--
-- Returns DONE, LOST and why, or NO and why. Safe to repeat: it writes and announces the same again, and adds the cost once.

local claim, finding, result, cost, spent = unpack(KEYS)
local worker, task, id, time, tokens, usd, body = unpack(ARGV)
body = body:gsub("%c", " ")
local isJson, written = pcall(cjson.decode, body)
if not isJson or type(written) ~= "table" or written.result == nil then return "NO: this is no JSON object with a result" end
if redis.call("SET", spent, 1, "NX", "EX", 86400) then redis.call("INCRBYFLOAT", cost, usd) end
local holder, answer = redis.call("GET", claim), redis.call("GET", result)
if (holder and holder ~= worker) or (answer and answer ~= id) then return "LOST: somebody else has it or has done it" end
redis.call("SET", finding, body:match("^(.*)}") .. ",\"finding_id\":" .. cjson.encode(id) .. ",\"worker_id\":" .. cjson.encode(worker)
	.. ",\"task_id\":" .. cjson.encode(task) .. ",\"timestamp\":\"" .. time .. "\",\"tokens_used\":" .. tokens .. ",\"cost\":" .. usd .. "}")
redis.call("PUBLISH", "channel:findings", id)
redis.call("SET", result, id)
redis.call("PUBLISH", "channel:completions", task)
return "DONE"
