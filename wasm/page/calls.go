package page

// callees are the functions that are handed an address to load or go to, and
// assigned the properties that take one. What is handed to them has the kind
// told here; script.go tells whether it is really they.
var (
	callees = map[string]bool{
		"fetch": true, "Request": true, "open": true, "WebSocket": true, "EventSource": true, "Worker": true,
		"SharedWorker": true, "sendBeacon": true, "import": true, "importScripts": true, "assign": true, "replace": true,
	}
	assigned = map[string]bool{"src": true, "href": true, "action": true, "location": true}
)
