// What the install page offers to copy, with this server's address and key
// filled in.

/** Screeb's published snippet; only the address and the key are this server's. */
export const snippet = (origin: string, key: string): string => `<script type="text/javascript">
  (function (s, c, r, ee, b) {
    s["ScreebObject"] = r;
    s[r] = s[r] || function () { var d = arguments;
        return new Promise(function (a, b) { (s[r].q = s[r].q || []).push({ v: 1, args: d, ok: a, ko: b }); }); };
    b = c.createElement("script"); b.type = "text/javascript"; b.id = r; b.src = ee; b.async = 1;
    c.getElementsByTagName("head")[0].appendChild(b);
  })(window, document, "$screeb", ${JSON.stringify(`${origin}/tag.js`)});
  $screeb("init", ${JSON.stringify(key)});
</script>`;

/** One conversation: prompt, response, rating, conversion. */
export const eventCalls = (): string => `// once you know who it is
$screeb("identity", "user-42", { plan: "pro" });

$screeb("event.track", "screeb_copilot_user_prompt", {
  conversation_id: "c-1", prompt: "How do I export a board?"
});
$screeb("event.track", "screeb_copilot_response", {
  conversation_id: "c-1", response: "Settings, then Export as CSV.",
  latency_ms: 850, model: "m-1", version: "v1"
});
$screeb("event.track", "screeb_copilot_satisfaction", {
  conversation_id: "c-1", rating: 5, rating_scale: "1-5"
});
$screeb("event.track", "screeb_copilot_conversion", {
  conversation_id: "c-1", name: "upgrade", value: 49, currency: "EUR"
});`;

/** Two events in one request of the native route. */
export const curl = (origin: string, key: string): string => `curl ${origin}/t -H 'Content-Type: application/json' -d '{
  "key": "${key}",
  "events": [
    {"event": "screeb_copilot_user_prompt", "user_id": "user-42",
     "properties": {"conversation_id": "c-2", "prompt": "How do I export a board?"}},
    {"event": "screeb_copilot_response", "user_id": "user-42",
     "properties": {"conversation_id": "c-2", "response": "Settings, then Export as CSV."}}
  ]
}'`;
