import{r as e}from"./rolldown-runtime-XKyaHtl9.js";import{t}from"./Anchor-PHduyK3d.js";import{t as n}from"./Code-D6izkyMM.js";import{C as r,E as i,S as a,b as o,c as s,f as c,x as l}from"./index-vos7Asbi.js";import{_ as u,i as d,t as f,v as p}from"./useScope-CZoYuKdq.js";import{t as m}from"./Failure-BZGnn6e1.js";import{G as h,a as g}from"./client-DNWon3lm.js";import{t as _}from"./createReactComponent-rHlCxbGQ.js";import{f as v,t as y}from"./jsx-runtime-BjltB39Z.js";import{n as b}from"./figure-Buk_YcaJ.js";import{t as x}from"./settings.module-CzbUPbM8.js";import{t as S}from"./CodeBlock-DyVh1WBQ.js";import{t as C}from"./SettingsNav-DrnfX5o2.js";var w=_(`outline`,`circle-check`,`CircleCheck`,[[`path`,{d:`M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0`,key:`svg-0`}],[`path`,{d:`M9 12l2 2l4 -4`,key:`svg-1`}]]),T=e(v(),1),E=y(),D=({project:e})=>{let[t]=(0,T.useState)(()=>new Date().toISOString()),{data:n,error:r}=i(u(e,t));return(0,E.jsx)(`div`,{className:x.check,role:`status`,"data-received":n?.received??!1,children:r&&!n?(0,E.jsx)(`span`,{children:g(r)}):n?.received&&n.last?(0,E.jsx)(O,{last:n.last}):(0,E.jsx)(k,{last:n?.last})})},O=({last:e})=>{let{zone:t}=f();return(0,E.jsxs)(E.Fragment,{children:[(0,E.jsx)(w,{size:20,"aria-hidden":!0,className:x.tick}),(0,E.jsxs)(`div`,{children:[(0,E.jsx)(`b`,{children:`An event arrived.`}),` `,(0,E.jsx)(`code`,{children:e.name}),` from `,e.source,`, `,c(e.last_received_at,t),`. `,b(e.count),` accepted since the server started.`,(0,E.jsx)(`div`,{children:(0,E.jsx)(a,{to:`/conversations`,search:{period:`today`},children:`Open today's conversations`})})]})]})},k=({last:e})=>{let t=d();return(0,E.jsxs)(E.Fragment,{children:[(0,E.jsx)(h,{size:18,type:`dots`,color:`gray`,"aria-hidden":!0}),(0,E.jsxs)(`div`,{children:[(0,E.jsx)(`b`,{children:`Waiting for an event.`}),` Keep this page open, then use your copilot or run the curl command.`,e&&(0,E.jsxs)(`div`,{className:x.soft,children:[`The last one came `,s(Date.parse(e.last_received_at),t),`, from `,e.source,`.`]})]})]})},A=(e,t)=>`<script type="text/javascript">
  (function (s, c, r, ee, b) {
    s["ScreebObject"] = r;
    s[r] = s[r] || function () { var d = arguments;
        return new Promise(function (a, b) { (s[r].q = s[r].q || []).push({ v: 1, args: d, ok: a, ko: b }); }); };
    b = c.createElement("script"); b.type = "text/javascript"; b.id = r; b.src = ee; b.async = 1;
    c.getElementsByTagName("head")[0].appendChild(b);
  })(window, document, "$screeb", ${JSON.stringify(`${e}/tag.js`)});
  $screeb("init", ${JSON.stringify(t)});
<\/script>`,j=()=>`// once you know who it is
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
});`,M=(e,t)=>`curl ${e}/t -H 'Content-Type: application/json' -d '{
  "key": "${t}",
  "events": [
    {"event": "screeb_copilot_user_prompt", "user_id": "user-42",
     "properties": {"conversation_id": "c-2", "prompt": "How do I export a board?"}},
    {"event": "screeb_copilot_response", "user_id": "user-42",
     "properties": {"conversation_id": "c-2", "response": "Settings, then Export as CSV."}}
  ]
}'`,N=()=>{l(`Install`);let{id:e}=f(),{data:s,error:c,refetch:u}=i(p(e)),d=s?.keys.find(e=>e.kind===`write`&&e.revoked_at===void 0&&e.value!==void 0)?.value,{origin:h}=window.location;return(0,E.jsxs)(`div`,{className:x.page,children:[(0,E.jsx)(C,{}),(0,E.jsx)(`h1`,{className:x.title,children:`Install`}),(0,E.jsx)(`p`,{className:x.lead,children:`Paste the snippet, send the events of one conversation, and watch it arrive.`}),c&&(0,E.jsx)(m,{error:c,retry:()=>void u()}),!s&&!c&&(0,E.jsx)(o,{}),s&&d===void 0&&(0,E.jsxs)(r,{title:`This project has no write key`,children:[`Pages need one to send with: an owner makes one in `,(0,E.jsx)(a,{to:`/settings/keys`,children:`Keys`}),`.`]}),d!==void 0&&(0,E.jsxs)(`ol`,{className:x.steps,children:[(0,E.jsxs)(`li`,{children:[(0,E.jsx)(`h2`,{children:`Paste this before </body> of every page your copilot is on`}),(0,E.jsx)(`p`,{children:`It loads 4 kB, sets no cookie, and never throws into your page. The write key is public: it may send and nothing else.`}),(0,E.jsx)(S,{label:`Snippet`,code:A(h,d)})]}),(0,E.jsxs)(`li`,{children:[(0,E.jsx)(`h2`,{children:`Send what happens`}),(0,E.jsx)(`p`,{children:`The conversation and the text are required. Everything else is optional, and any property you add can be filtered by.`}),(0,E.jsx)(S,{label:`Events`,code:j()})]}),(0,E.jsxs)(`li`,{children:[(0,E.jsx)(`h2`,{children:`Or from a backend or a terminal`}),(0,E.jsx)(S,{label:`curl`,code:M(h,d)})]}),(0,E.jsxs)(`li`,{children:[(0,E.jsx)(`h2`,{children:`See it arrive`}),(0,E.jsx)(D,{project:e})]})]}),(0,E.jsxs)(`section`,{className:x.more,children:[(0,E.jsx)(`h2`,{children:`Other ways in`}),(0,E.jsxs)(`p`,{children:[`The page Import and `,(0,E.jsx)(n,{children:`debrief import FILE…`}),` read files of conversations and are safe to repeat; `,(0,E.jsx)(n,{children:`debrief demo`}),` serves a simulated product to look at. All routes are described in the`,` `,(0,E.jsx)(t,{href:`/docs/api`,size:`sm`,children:`API reference`}),`.`]})]})]})};export{N as InstallPage};