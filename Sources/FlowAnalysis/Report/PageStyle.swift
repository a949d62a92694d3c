/// The style sheet of the page, and its hash for the content security policy.
enum PageStyle {
    /// SHA-256 of `text`, base 64; a test recomputes it.
    static let hash = "sha256-1tfuVSsSfdvMxgVY33BoZOfmEU71wkBEgnu+kaa+kvU="

    static let text = """
        :root{--fg:#1b1f24;--bg:#fff;--dim:#656d76;--line:#d0d7de;--soft:#f6f8fa;--bad:#c62828;--warn:#9a6700;\
        --good:#1a7f37;--data:#0969da;--secret:#fff1c2;--client:#ddf4ff}
        @media (prefers-color-scheme:dark){:root{--fg:#e6edf3;--bg:#0d1117;--dim:#8d96a0;--line:#30363d;\
        --soft:#161b22;--bad:#ff7b72;--warn:#d29922;--good:#3fb950;--data:#58a6ff;--secret:#4b3a0a;--client:#0c2d4a}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:72rem;padding:1rem;font:15px/1.5 system-ui,sans-serif;color:var(--fg);background:var(--bg)}
        h1{font-size:1.3rem;margin:0;overflow-wrap:anywhere}
        h2{font-size:1.05rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}
        .good{color:var(--good)}.bad{color:var(--bad)}.key{color:var(--dim);font-size:.85rem}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;font-size:.85rem}
        th,td{border:1px solid var(--line);padding:.2rem .5rem;text-align:center;vertical-align:top}
        th{font-weight:600;background:var(--soft)}
        thead th{max-width:8rem;overflow-wrap:anywhere}
        th[scope=row],td.names{text-align:left}
        td.write,td.data{color:var(--data);font-weight:600}
        td.around,td.around summary{color:var(--bad);font-weight:600;text-align:left}
        td.timing,td.none{color:var(--dim)}
        td.secret,td.root{background:var(--secret)}td.client{background:var(--client)}
        details{margin:.3rem 0}summary{cursor:pointer}
        main details.error,main details.warning{border-left:3px solid var(--warn);padding-left:.6rem}
        main details.error{border-color:var(--bad)}
        details.error b{color:var(--bad)}details.warning b{color:var(--warn)}
        code{color:var(--dim);font-size:.85em}
        pre{background:var(--soft);padding:.4rem .6rem;overflow-x:auto;margin:.2rem 0;font-size:.85rem}
        mark{background:none;color:inherit;text-decoration:underline 2px var(--data)}
        li.main mark{text-decoration-color:var(--bad)}
        svg{max-width:none;font:12px system-ui,sans-serif}
        svg text{fill:var(--fg)}
        .node{fill:var(--soft);stroke:var(--line)}.node.secret,.node.root{fill:var(--secret)}.node.client{fill:var(--client)}
        .edge{fill:none;stroke:var(--dim);stroke-width:1;opacity:.75}.tip{fill:var(--dim)}
        .edge.write{stroke:var(--data)}.edge.signal{stroke-dasharray:4 3}.edge.strong{stroke-width:2.5}
        .edge.marked{stroke:var(--bad);stroke-width:3;opacity:1}
        """
}
