"""How the report page looks: light and dark, by the reader's own wish."""

STYLE = """
:root{color-scheme:light dark;--bg:#fff;--text:#1c2024;--soft:#60646c;--line:#d9d9e0;--train:#2563eb;--val:#b45309;
--good:#15803d;--bad:#b91c1c}
@media(prefers-color-scheme:dark){:root{--bg:#111113;--text:#edeef0;--soft:#b0b4ba;--line:#363a3f;--train:#7aa8ff;
--val:#f5b35c;--good:#5bd18b;--bad:#ff9592}}
body{margin:0;background:var(--bg);color:var(--text);font:14px/20px system-ui,sans-serif}
main{max-width:760px;margin:0 auto;padding:32px 20px}
h1{font-size:20px;line-height:28px;margin:0;overflow-wrap:anywhere}h2{font-size:16px;margin:32px 0 8px}
p{margin:8px 0}blockquote{margin:12px 0;padding:4px 12px;border-left:3px solid var(--line);white-space:pre-wrap;
overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-bottom:1px solid var(--line);
overflow-wrap:anywhere}
th[scope=row]{width:38%;font-weight:400;color:var(--soft)}
figure{margin:16px 0}figcaption{color:var(--soft)}svg{width:100%;height:auto}
svg text{font-size:11px;fill:var(--soft)}.grid{stroke:var(--line)}
@media(max-width:560px){svg text{font-size:20px}}
.curve{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
.curve.train{stroke:var(--train)}.curve.val{stroke:var(--val);stroke-dasharray:6 4}
.key{margin-left:12px;padding-bottom:2px;border-bottom:2px solid}.key.train{border-color:var(--train)}
.key.val{border-color:var(--val);border-bottom-style:dashed}
.tag{display:inline-block;margin-right:6px;padding:0 8px;border:1px solid var(--line);border-radius:8px}
.good{color:var(--good)}.bad{color:var(--bad)}summary{cursor:pointer;padding:6px 0}
footer{margin-top:32px;color:var(--soft);overflow-wrap:anywhere}
"""
