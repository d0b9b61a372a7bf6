-- Sends one operation again and again. Arguments: a file with the request's body, where @ stands for a random key, one with
-- a token of a viewer in each line, if any, and the first key, the step to the next one and their count.
local before, after, first, step, count
-- Formatting a request costs more than the rest of a request here, and the load generator shares the cores with what it
-- measures: so the head is formatted once for each viewer and length of the body.
local heads = {}

function init(arguments)
  local file = assert(io.open(arguments[1]))
  before, after = file:read("a"):match("^([^@]*)@?(.*)$")
  file:close()
  for token in io.lines(arguments[2]) do heads[#heads + 1] = { authorization = "Bearer " .. token } end
  if #heads == 0 then heads[1] = {} end
  first, step, count = tonumber(arguments[3]), tonumber(arguments[4]), tonumber(arguments[5])
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  math.randomseed(os.time())
  if count == 0 then
    local request = wrk.format(nil, nil, nil, before)
    _G.request = function() return request end
  end
end

function request()
  local body = before .. string.format("%d", first + step * math.random(0, count - 1)) .. after
  local known = heads[math.random(#heads)]
  local head = known[#body]
  if not head then
    wrk.headers["Authorization"] = known.authorization
    head = wrk.format(nil, nil, nil, body):sub(1, -#body - 1)
    known[#body] = head
  end
  return head .. body
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('result {"requests": %d, "seconds": %f, "p50_ms": %f, "p99_ms": %f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
