// How do the simulator's pages look: a calm accounting program, light and dark, narrow and wide?

export const STYLE = `
:root{color-scheme:light dark;--back:#f4f5f8;--card:#fff;--text:#1f2429;--soft:#59626b;--edge:#d9dde2;--line:#e9ecef;--head:#f7f8fa;
--green:#15770f;--greenText:#15770f;--on:#fff;--link:#0b62a8;--rail:#2b2f36;--railText:#d5d9df;--railOn:#fff;--railMark:#3dbb2f;
--warn:#fff4d6;--warnText:#5c4300;--bad:#b3261e;--pillGood:#dff3dc;--pillGoodText:#14530e;--pillOpen:#dfeaf6;--pillOpenText:#0c4372;--pillLate:#fde7d3;--pillLateText:#7a3b00;--pillOff:#e6e8eb;--pillOffText:#454c54}
@media (prefers-color-scheme:dark){:root{--back:#14171a;--card:#1d2126;--text:#e7eaed;--soft:#a6aeb7;--edge:#363c44;--line:#2a2f36;--head:#22272d;
--green:#4cb83d;--greenText:#6ccb5f;--on:#06140a;--link:#79b8f2;--rail:#0e1012;--railText:#c3c9d0;--railOn:#fff;--railMark:#4cb83d;
--warn:#3a3016;--warnText:#f3dda1;--bad:#ff8f85;--pillGood:#1d3d1a;--pillGoodText:#b4e6ad;--pillOpen:#1b344c;--pillOpenText:#b5d7f7;--pillLate:#4a2f14;--pillLateText:#f7cfa4;--pillOff:#333940;--pillOffText:#ced4da}}
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;background:var(--back);color:var(--text)}
a{color:var(--link)}small,.soft{color:var(--soft)}small{font-size:13px}
h1{font-size:25px;line-height:1.25;margin:0;overflow-wrap:anywhere}h2{font-size:17px;margin:26px 0 10px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-9999px}.skip:focus{left:12px;top:8px;background:var(--card);padding:8px 12px;z-index:2}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.banner{background:var(--warn);color:var(--warnText);padding:7px 20px;font-size:13.5px}
.app{display:grid;grid-template-columns:232px minmax(0,1fr);min-height:calc(100vh - 35px)}
.rail{background:var(--rail);color:var(--railText);padding:18px 0 28px}
.rail .who,.menu .who{display:block;padding:0 20px 14px;color:var(--railOn);font-weight:600;text-decoration:none;overflow-wrap:anywhere}
.who span{display:block;font-weight:400;font-size:12.5px;color:var(--railText)}
.rail h2,.menu h2{font-size:12px;letter-spacing:.05em;text-transform:uppercase;color:var(--railText);margin:14px 20px 4px;font-weight:600}
.rail ul,.menu ul{list-style:none;margin:0;padding:0}
.rail li a,.menu li a{display:block;color:var(--railText);text-decoration:none;padding:6px 20px;border-left:3px solid transparent}
.rail li a:hover,.menu li a:hover{color:var(--railOn);text-decoration:underline}
.rail a:focus-visible,.menu a:focus-visible,.menu summary:focus-visible{outline-color:#fff;outline-offset:-3px}
.rail a[aria-current],.menu a[aria-current]{color:var(--railOn);border-left-color:var(--railMark);background:rgba(255,255,255,.09);font-weight:600}
.menu{display:none;background:var(--rail);color:var(--railText)}
.menu summary{padding:12px 20px;color:var(--railOn);font-weight:600;cursor:pointer}
.menu nav{padding-bottom:16px}
main{padding:24px 28px 48px;max-width:1240px;width:100%}
.plain main{margin:0 auto;max-width:880px}
.top{display:flex;flex-wrap:wrap;gap:10px 24px;justify-content:space-between;align-items:flex-start;margin-bottom:16px}
.top p{margin:2px 0 0}
.bar{display:flex;flex-wrap:wrap;gap:8px;align-items:flex-start;margin:0 0 18px}
.card{background:var(--card);border:1px solid var(--edge);border-radius:8px;padding:18px 20px;margin:0 0 16px}
.card>h2:first-child{margin-top:0}
.cards{list-style:none;padding:0;margin:16px 0;display:grid;gap:10px}
.cards li{display:flex;flex-wrap:wrap;justify-content:space-between;gap:12px;align-items:center;background:var(--card);border:1px solid var(--edge);border-radius:8px;padding:14px 18px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:12px;margin:0 0 18px;padding:0;list-style:none}
.tiles li{background:var(--card);border:1px solid var(--edge);border-top:3px solid var(--green);border-radius:8px;padding:14px 16px}
.tiles strong{display:block;font-size:23px;font-variant-numeric:tabular-nums;line-height:1.3}
.sum{text-align:right}.sum strong{display:block;font-size:27px;line-height:1.2;font-variant-numeric:tabular-nums}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(168px,1fr));gap:14px 22px;margin:0}
.facts dt{font-size:13px;color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}
.totals{display:grid;grid-template-columns:auto auto;gap:4px 26px;margin:14px 10px 0 auto;width:max-content;max-width:100%}
.totals dt{color:var(--soft)}.totals dd{margin:0;text-align:right;font-variant-numeric:tabular-nums}.totals .big{font-weight:700;color:var(--text)}
.wide{overflow-x:auto;background:var(--card);border:1px solid var(--edge);border-radius:8px}
.card .wide{border-radius:6px}
table{border-collapse:collapse;width:100%}
caption{text-align:left}
th,td{text-align:left;padding:9px 12px;border-bottom:1px solid var(--line);vertical-align:middle}
tr:last-child>*{border-bottom:0}
thead th{font-size:13px;color:var(--soft);background:var(--head);font-weight:600;white-space:nowrap}
tbody th{font-weight:500}
td.money,th.money{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.acts{text-align:right}
.pill{display:inline-block;border-radius:999px;padding:1px 10px;font-size:13px;font-weight:600;white-space:nowrap;background:var(--pillOff);color:var(--pillOffText)}
.pill.good{background:var(--pillGood);color:var(--pillGoodText)}.pill.open{background:var(--pillOpen);color:var(--pillOpenText)}.pill.late{background:var(--pillLate);color:var(--pillLateText)}
form{display:inline-flex;flex-wrap:wrap;gap:8px;align-items:end;margin:0}
form.panel{display:flex;gap:10px 12px;background:var(--card);border:1px solid var(--edge);border-radius:8px;padding:14px 16px;margin:0 0 14px}
.tools{display:flex;flex-wrap:wrap;gap:0 14px}.tools form.panel{flex:1 1 320px}
form.sheet{display:block}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(210px,1fr));gap:14px 16px;margin:0 0 16px;align-items:end}
label,.label{display:grid;gap:3px;font-size:13px;color:var(--soft);align-content:start}
label.check{display:flex;align-items:center;gap:8px;font-size:15px;color:var(--text)}
label.check input{min-height:0;width:18px;height:18px;accent-color:var(--green)}
input,select,textarea{font:inherit;font-size:15px;color:var(--text);background:var(--card);border:1px solid #8a929b;border-radius:5px;padding:6px 9px;min-height:38px;max-width:100%;width:100%}
form.panel input,form.panel select{width:auto}
textarea{min-height:76px;resize:vertical}
input.money{text-align:right;font-variant-numeric:tabular-nums}
button,.button{font:inherit;font-weight:600;border:1px solid var(--green);background:var(--green);color:var(--on);border-radius:5px;padding:6px 15px;min-height:38px;cursor:pointer;text-decoration:none;display:inline-flex;align-items:center}
button:hover,.button:hover{filter:brightness(1.08)}
button.quiet,.button.quiet{background:var(--card);color:var(--text);border-color:#8a929b;font-weight:500}
.card .grid:last-child{margin-bottom:0}
td form{margin-left:4px}td button{white-space:nowrap;min-height:32px;padding:3px 11px;font-size:14px}
details.ask{position:relative}
details.ask>summary{list-style:none;font-weight:500;border:1px solid #8a929b;background:var(--card);border-radius:5px;padding:6px 15px;min-height:38px;cursor:pointer;display:inline-flex;align-items:center}
details.ask>summary::-webkit-details-marker{display:none}
details.ask>summary::after{content:"▾";margin-left:8px;color:var(--soft)}
details.ask[open]{flex-basis:100%}
details.ask>div{background:var(--card);border:1px solid var(--edge);border-radius:8px;padding:14px 16px;margin-top:8px;max-width:620px}
details.ask p{margin:0 0 10px}
[role=status],[role=alert]{background:var(--card);border:1px solid var(--edge);border-left:4px solid var(--green);border-radius:6px;padding:10px 14px;margin:0 0 16px}
[role=alert]{border-left-color:var(--bad)}[role=alert] small{display:block}
.when span{white-space:nowrap}
.narrow{display:none}
button.danger{background:var(--card);border-color:var(--bad);color:var(--bad)}
.lines td.words{width:44%}.lines input.money{min-width:84px}
.pages{display:flex;gap:16px;align-items:center;margin:12px 0}
.none{background:var(--card);border:1px dashed var(--edge);border-radius:8px;padding:22px;color:var(--soft);margin:0}
@media (max-width:860px){.app{display:block}.rail{display:none}.menu{display:block}main{padding:18px 16px 40px}.banner{padding:7px 16px}}
@media (max-width:640px){.minor{display:none}.narrow{display:block;color:var(--soft);font-weight:400;font-size:13.5px}.lines td.words{width:auto}.sum{text-align:left}th,td{padding:8px 9px}h1{font-size:22px}form.panel,form.panel label,form.panel input,form.panel select{width:100%}.card{padding:14px}
.lines td.field{display:block;border:0;padding:4px 0}.lines thead{display:none}.lines tr{display:block;padding:8px 12px;border-bottom:1px solid var(--line)}.lines td .hidden{position:static;width:auto;height:auto;clip-path:none;font-size:13px;color:var(--soft)}}
`;
