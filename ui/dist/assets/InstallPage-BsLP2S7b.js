import{r as e}from"./rolldown-runtime-XKyaHtl9.js";import{t}from"./Anchor-e-KorhBV.js";import{t as n}from"./Code-D6izkyMM.js";import{_ as r,b as i,g as a,r as o,s}from"./index-CQBnwnRN.js";import{_ as c,i as l,t as u,v as d}from"./useScope-DpnfLCZL.js";import{t as f}from"./Loaded-Cttp4auk.js";import{W as p,a as m}from"./client-DAtOkS_T.js";import{t as h}from"./createReactComponent-rHlCxbGQ.js";import{f as g,t as _}from"./jsx-runtime-BjltB39Z.js";import{n as v}from"./figure-Bo5GoNjT.js";import{t as y}from"./parts.module--8Pi7fQC.js";import{n as b,t as x}from"./SettingsPage-DyLZn2MK.js";import{t as S}from"./CodeBlock-vevzk7n3.js";var C=h(`outline`,`circle-check`,`CircleCheck`,[[`path`,{d:`M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0`,key:`svg-0`}],[`path`,{d:`M9 12l2 2l4 -4`,key:`svg-1`}]]),w=e(g(),1),T=_(),E=({project:e})=>{let[t]=(0,w.useState)(()=>new Date().toISOString()),{data:n,error:r}=i(c(e,t));return(0,T.jsx)(`div`,{className:b.check,role:`status`,"data-received":n?.received??!1,children:r&&!n?(0,T.jsx)(`span`,{children:m(r)}):n?.received&&n.last?(0,T.jsx)(D,{last:n.last}):(0,T.jsx)(O,{last:n?.last})})},D=({last:e})=>{let{zone:t}=u();return(0,T.jsxs)(T.Fragment,{children:[(0,T.jsx)(C,{size:20,"aria-hidden":!0,className:b.tick}),(0,T.jsxs)(`div`,{children:[(0,T.jsx)(`b`,{children:`An event arrived.`}),` `,(0,T.jsx)(`code`,{children:e.name}),` from `,e.source,`, `,s(e.last_received_at,t),`. `,v(e.count),` accepted since the server started.`,(0,T.jsx)(`div`,{children:(0,T.jsx)(a,{to:`/conversations`,search:{period:`today`},children:`Open today's conversations`})})]})]})},O=({last:e})=>{let t=l();return(0,T.jsxs)(T.Fragment,{children:[(0,T.jsx)(p,{size:18,type:`dots`,color:`gray`,"aria-hidden":!0}),(0,T.jsxs)(`div`,{children:[(0,T.jsx)(`b`,{children:`Waiting for an event.`}),` Keep this page open, then use your copilot or run the curl command.`,e&&(0,T.jsxs)(`div`,{className:y.soft,children:[`The last one came `,o(Date.parse(e.last_received_at),t),`, from `,e.source,`.`]})]})]})},k=(e,t)=>`<script type="text/javascript">
  (function (s, c, r, ee, b) {
    s["ScreebObject"] = r;
    s[r] = s[r] || function () { var d = arguments;
        return new Promise(function (a, b) { (s[r].q = s[r].q || []).push({ v: 1, args: d, ok: a, ko: b }); }); };
    b = c.createElement("script"); b.type = "text/javascript"; b.id = r; b.src = ee; b.async = 1;
    c.getElementsByTagName("head")[0].appendChild(b);
  })(window, document, "$screeb", ${JSON.stringify(`${e}/tag.js`)});
  $screeb("init", ${JSON.stringify(t)});
<\/script>`,A=()=>`// once you know who it is
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
});`,j=(e,t)=>`curl ${e}/t -H 'Content-Type: application/json' -d '{
  "key": "${t}",
  "events": [
    {"event": "screeb_copilot_user_prompt", "user_id": "user-42",
     "properties": {"conversation_id": "c-2", "prompt": "How do I export a board?"}},
    {"event": "screeb_copilot_response", "user_id": "user-42",
     "properties": {"conversation_id": "c-2", "response": "Settings, then Export as CSV."}}
  ]
}'`,M=()=>{let{id:e}=u(),o=i(d(e)),s=o.data?.keys.find(e=>e.kind===`write`&&e.revoked_at===void 0&&e.value!==void 0)?.value,{origin:c}=window.location;return(0,T.jsxs)(x,{title:`Install`,lead:`Paste the snippet, send the events of one conversation, and watch it arrive.`,children:[(0,T.jsx)(f,{query:o,children:()=>s===void 0&&(0,T.jsxs)(r,{title:`This project has no write key`,children:[`Pages need one to send with: an owner makes one in `,(0,T.jsx)(a,{to:`/settings/keys`,children:`Keys`}),`.`]})}),s!==void 0&&(0,T.jsxs)(`ol`,{className:b.steps,children:[(0,T.jsxs)(`li`,{children:[(0,T.jsx)(`h2`,{className:y.heading,children:`Paste this before </body> of every page your copilot is on`}),(0,T.jsx)(`p`,{children:`It loads 4 kB, sets no cookie, and never throws into your page. The write key is public: it may send and nothing else.`}),(0,T.jsx)(S,{label:`Snippet`,code:k(c,s)})]}),(0,T.jsxs)(`li`,{children:[(0,T.jsx)(`h2`,{className:y.heading,children:`Send what happens`}),(0,T.jsx)(`p`,{children:`The conversation and the text are required. Everything else is optional, and any property you add can be filtered by.`}),(0,T.jsx)(S,{label:`Events`,code:A()})]}),(0,T.jsxs)(`li`,{children:[(0,T.jsx)(`h2`,{className:y.heading,children:`Or from a backend or a terminal`}),(0,T.jsx)(S,{label:`curl`,code:j(c,s)})]}),(0,T.jsxs)(`li`,{children:[(0,T.jsx)(`h2`,{className:y.heading,children:`See it arrive`}),(0,T.jsx)(E,{project:e})]})]}),(0,T.jsxs)(`section`,{className:b.more,children:[(0,T.jsx)(`h2`,{className:y.heading,children:`Other ways in`}),(0,T.jsxs)(`p`,{children:[`The page Import and `,(0,T.jsx)(n,{children:`debrief import FILE…`}),` read files of conversations and are safe to repeat; `,(0,T.jsx)(n,{children:`debrief demo`}),` serves a simulated product to look at. All routes are described in the`,` `,(0,T.jsx)(t,{href:`/docs/api`,size:`sm`,children:`API reference`}),`.`]})]})]})};export{M as InstallPage};