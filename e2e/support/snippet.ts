/** The snippet of Screeb's documentation; only the address and the website id differ. */
export const snippet = (tag: string, websiteId: string): string => `<script type="text/javascript">
  (function (s, c, r, ee, b) {
    s["ScreebObject"] = r;
    s[r] = s[r] || function () { var d = arguments;
        return new Promise(function (a, b) { (s[r].q = s[r].q || []).push({ v: 1, args: d, ok: a, ko: b }); }); };
    b = c.createElement("script"); b.type = "text/javascript"; b.id = r; b.src = ee; b.async = 1;
    c.getElementsByTagName("head")[0].appendChild(b);
  })(window, document, "$screeb", "${tag}");
  $screeb("init", "${websiteId}");
</script>`;
