/** The page's whole style sheet: light, quiet, readable on a phone and on paper. No fonts or images are fetched. */
export const STYLE = `
:root{--ink:#17212b;--soft:#4c5a67;--line:#d5dce2;--wash:#f4f7f9;--accent:#0b5a66;--bad:#a11818;--bad-wash:#fdf0ef;--warn:#7a4b00;--warn-wash:#fdf5e6;--good:#1c6331}
*{box-sizing:border-box;-webkit-print-color-adjust:exact;print-color-adjust:exact}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#fff;color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;font-variant-numeric:lining-nums tabular-nums}
main,header.top,footer{max-width:1080px;margin:0 auto;padding:0 28px}
header.top{padding-top:30px}
.kind{margin:0;font-size:13px;letter-spacing:.06em;text-transform:uppercase;color:var(--accent);font-weight:600}
h1{font-size:32px;line-height:1.2;margin:4px 0 6px;font-weight:650;letter-spacing:-.01em}
h2{font-size:22px;line-height:1.3;margin:52px 0 8px;padding-top:18px;border-top:2px solid var(--accent);font-weight:650}
h3{font-size:17px;margin:30px 0 6px;font-weight:650}
p{margin:8px 0;max-width:74ch}
.lead{font-size:17px;color:var(--soft);margin-top:0}
small,.small{font-size:13.5px;color:var(--soft)}
a{color:var(--accent)}
nav ol{list-style:none;display:flex;flex-wrap:wrap;gap:2px 18px;margin:14px 0 0;padding:0;font-size:14.5px}
.banner{border:2px solid var(--bad);background:var(--bad-wash);color:var(--bad);padding:12px 16px;margin:16px 0;border-radius:6px}
.banner strong{display:block;font-size:18px}
.banner.inside{border-color:var(--warn);background:var(--warn-wash);color:var(--warn)}
.banner p{margin:4px 0 0}
.figures{display:grid;grid-template-columns:1.35fr 1fr 1fr;gap:14px;margin:18px 0;padding:0}
.figures>div{border:1px solid var(--line);border-radius:6px;padding:14px 16px;background:var(--wash)}
.figures dt{font-size:13.5px;color:var(--soft)}
.figures dd{margin:2px 0 0}
.big{display:block;font-size:30px;line-height:1.25;font-weight:650;letter-spacing:-.01em}
.epsilon small{display:block;font-weight:400}
th.epsilon{white-space:normal;min-width:168px}
.promises{display:grid;grid-template-columns:1fr 1.5fr;gap:14px;align-items:start}
.box{border:1px solid var(--line);border-radius:6px;padding:4px 18px 10px}
.box h2{border:0;margin:10px 0 4px;padding:0;font-size:18px}
.box ul{margin:6px 0;padding-left:20px}
.box li{margin:5px 0}
.box.not{border:2px solid var(--warn);background:var(--warn-wash)}
.box.not h2{color:var(--warn)}
.scroll{overflow-x:auto;margin:12px 0;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:14.5px}
caption{text-align:left;color:var(--soft);font-size:13.5px;padding:0 0 6px}
caption span{display:block;max-width:min(90ch,calc(100vw - 32px))}
th small{font-weight:400}
th,td{text-align:left;vertical-align:top;padding:6px 14px 6px 0;border-bottom:1px solid var(--line)}
thead th{border-bottom:2px solid var(--line);font-weight:600;font-size:13.5px;vertical-align:bottom}
tbody th{font-weight:600}
.num{text-align:right;white-space:nowrap}
table.mass thead th{white-space:normal;min-width:64px}
table.mass tbody th{white-space:nowrap}
th.group{background:var(--wash);padding-left:8px}
.tag{display:inline-block;padding:0 8px;border-radius:10px;font-size:13px;font-weight:600;border:1px solid currentColor;white-space:nowrap}
.tag.bad{color:var(--bad);background:var(--bad-wash)}
.tag.good{color:var(--good);background:#eef7f0}
.tag.warn{color:var(--warn);background:var(--warn-wash)}
.tag.plain{color:var(--soft);background:#fff}
.meter{display:inline-block;width:72px;height:9px;border:1px solid #8b99a5;background:#fff;vertical-align:middle;margin-right:8px}
.meter i{display:block;height:100%;background:var(--accent)}
figure{margin:14px 0}
figcaption{font-size:13.5px;color:var(--soft);margin-top:4px}
.gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(190px,1fr));gap:16px;margin:14px 0}
.gallery figure{margin:0}
.gallery img{display:block;width:100%;height:auto;background:#000;border-radius:3px}
.paper svg{display:block;width:100%;min-width:760px;height:auto;border:1px solid #eba9a9}
figcaption b{color:var(--ink);font-weight:600}
.note{border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:4px;padding:10px 18px;white-space:pre-wrap;overflow-wrap:anywhere;font-size:15px;line-height:1.5;max-width:82ch;background:#fff}
.charts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:8px 24px;align-items:start}
.chart svg{max-width:100%;height:auto}
.wide svg{min-width:720px}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:13.5px;color:var(--soft);list-style:none;margin:6px 0;padding:0}
.legend i{display:inline-block;width:13px;height:13px;margin-right:6px;vertical-align:-2px;border:1px solid rgba(0,0,0,.25)}
.limits li{margin:8px 0;max-width:80ch}
footer{margin-top:48px;padding-top:14px;padding-bottom:40px;border-top:1px solid var(--line);font-size:13.5px;color:var(--soft)}
@media(max-width:760px){
main,header.top,footer{padding-left:16px;padding-right:16px}
h1{font-size:26px}
h2{font-size:20px;margin-top:40px}
.figures,.promises,.charts{grid-template-columns:minmax(0,1fr)}
.gallery{grid-template-columns:repeat(2,minmax(0,1fr));gap:12px}
th,td{padding-right:10px}
.big{font-size:26px}
table.rows{min-width:720px}
}
@media print{
@page{margin:14mm}
body{font-size:10.5pt}
nav{display:none}
main,header.top,footer{max-width:none;padding:0}
h2{break-after:avoid}
h3,caption{break-after:avoid}
figure,tr,.box,.figures>div{break-inside:avoid}
.scroll{overflow:visible}
.paper svg,.wide svg{min-width:0}
a{color:inherit;text-decoration:none}
}
`;
