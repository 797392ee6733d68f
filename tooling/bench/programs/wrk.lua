-- wrk's part of a load: sends the requests of a file in turn, and counts the answers that are not good ones.
-- The file has a line with the method and what a good answer holds, then its headers, each after an H, then requests: a path and a body.

local threads = {}
bad = 0

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  local lines = io.lines(args[1])
  local method
  method, good = lines():match("^([^\t]*)\t(.*)$")
  local headers = { Host = wrk.headers["Host"] }
  requests, next = {}, 0
  for line in lines do
    local name, value = line:match("^H\t([^\t]*)\t(.*)$")
    if name then
      headers[name] = value
    else
      local path, body = line:match("^([^\t]*)\t(.*)$")
      table.insert(requests, wrk.format(method, path, headers, body ~= "" and body or nil))
    end
  end
end

function request()
  next = next % #requests + 1
  return requests[next]
end

function response(status, headers, body)
  if status < 200 or status > 299 or not body:find(good, 1, true) then
    bad = bad + 1
  end
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout
  for _, thread in ipairs(threads) do
    failed = failed + thread:get("bad")
  end
  print(string.format('{"answered":%d,"bad":%d,"microseconds":%d,"p99":%d,"slowest":%d}',
    summary.requests, failed, summary.duration, latency:percentile(99), latency.max))
end
